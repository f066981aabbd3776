/** Jest's Node environment with the one tree-sitter of this process on its global (see jest.config.js). */
const { TestEnvironment } = require('jest-environment-node');
const Parser = require('tree-sitter');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.__treeSitter = Parser;
  }
};
