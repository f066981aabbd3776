/** CHANGELOG.md as "Keep a Changelog" has it: a section for each version, the newest first, above them what is not released yet. */

/** The heading of what comes with the next version. */
export const UNRELEASED = '## [Unreleased]';

/**
 * What a version brings, as the notes of its release have it.
 *
 * @param {string} changelog the text of CHANGELOG.md
 * @param {string} version as `0.1.0`
 * @returns {string | undefined} Markdown without the heading; undefined where there is no such version
 */
export function notesOf(changelog, version) {
  const section = changelog.split(/^(?=## )/m).find((each) => each.startsWith(`## [${version}] - `));
  return section?.replace(/^.*\n/, '').trim();
}

/**
 * What is not released yet becomes a version.
 *
 * @param {string} changelog the text of CHANGELOG.md
 * @param {string} version as `0.2.0`
 * @param {string} date as `2027-01-31`
 * @returns {string} its new text; the old one where the version is there already
 * @throws where there is no section of what comes, or nothing in it
 */
export function withRelease(changelog, version, date) {
  if (notesOf(changelog, version) !== undefined) return changelog;
  const [, coming] = changelog.split(`${UNRELEASED}\n`);
  if (coming === undefined) throw new Error(`CHANGELOG.md: there is no heading "${UNRELEASED}"; add it`);
  if (coming.split(/^## /m)[0]?.trim() === '')
    throw new Error(`CHANGELOG.md: "${UNRELEASED}" is empty; write what the version brings`);
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${date}`);
}
