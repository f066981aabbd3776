/** The completion script of zsh: a file `_kernel-rust-audit` in a folder of $fpath, or read by `source`. */
import { COMMAND_NAMES, type CommandName, type Completes, commandOf, SHELLS } from '../commands.ts';
import { completesOf, type Option, optionsOf } from '../options.ts';

/** The completion script for zsh. @param rules the ids of all rules */
export function zshScript(rules: readonly string[]): string {
  return `#compdef kernel-rust-audit
# zsh completion of kernel-rust-audit, as \`kernel-rust-audit completion zsh\` prints it.

_kernel-rust-audit_rules() {
  local -a rules=(${rules.join(' ')})
  compadd "$@" -a rules
}

# Behind the last comma, what is not there already.
_kernel-rust-audit_rule_list() {
  compset -P '*,'
  local -a there=(\${(s:,:)IPREFIX#*=})
  _kernel-rust-audit_rules -F there -q -S , "$@"
}

_kernel-rust-audit_revisions() {
  local repo=\${(Q)opt_args[--repo]}
  local -a revisions=(\${(f)"$(git -C "\${repo/#\\~\\//$HOME/}" for-each-ref --format='%(refname:short)' refs/heads refs/tags 2>/dev/null)"})
  compadd "$@" -a revisions
}

_kernel-rust-audit_commands() {
  local -a commands=(
${COMMAND_NAMES.map((name) => `    ${quoted(`${name}:${commandOf(name).summary}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

_kernel-rust-audit() {
  local curcontext=$curcontext state line
  local -A opt_args
  _arguments -C '(-h --help)'{-h,--help}'[show this help]' '(-V --version)'{-V,--version}'[show the version]' \\
    '1: :_kernel-rust-audit_commands' '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
${COMMAND_NAMES.map(commandCase).join('\n')}
  esac
}

if [[ $funcstack[1] == _kernel-rust-audit ]]; then
  _kernel-rust-audit "$@"
else
  compdef _kernel-rust-audit kernel-rust-audit
fi
`;
}

function commandCase(name: CommandName): string {
  const specs = optionsOf(name).map(([option, each]) => optionSpec(option, each, name));
  const inputs = inputSpec(name);
  return [
    `    ${name})`,
    '      _arguments \\',
    [...specs, ...(inputs === '' ? [] : [inputs])].map((spec) => `        ${spec}`).join(' \\\n'),
    '      ;;',
  ].join('\n');
}

function optionSpec(name: string, option: Option, command: CommandName): string {
  const about = `[${option.help.replace(/[[\]\\]/g, '\\$&')}]`;
  if (option.short !== undefined) return `'(-${option.short} --${name})'{-${option.short},--${name}}${quoted(about)}`;
  if (option.value === null) return quoted(`--${name}${about}`);
  const words = option.choices?.[command];
  const action = words === undefined ? actionsOf(completesOf(option, command)) : `(${words.join(' ')})`;
  return quoted(`${option.isList === true ? '*' : ''}--${name}=${about}:${option.value}:${action}`);
}

function inputSpec(name: CommandName): string {
  const { completes, synopsis } = commandOf(name);
  if (completes.length === 0) return '';
  const many = synopsis.includes('...') ? '*' : '1';
  return quoted(`${many}:${synopsis.replace(/[^A-Z]/g, '')}:${actionsOf(completes)}`);
}

function actionsOf(completes: readonly Completes[]): string {
  const [first = ' ', ...others] = completes.map(actionOf);
  return others.length === 0 ? first : `{ ${[first, ...others].join('; ')} }`;
}

function actionOf(what: Completes): string {
  switch (what) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'revision':
      return '_kernel-rust-audit_revisions';
    case 'rule':
      return '_kernel-rust-audit_rules';
    case 'rules':
      return '_kernel-rust-audit_rule_list';
    case 'shell':
      return `(${SHELLS.join(' ')})`;
    case 'command':
      return '_kernel-rust-audit_commands';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
