/** The completion script of bash, from version 3.2 on. */
import { COMMAND_NAMES, type CommandName, type Completes, commandOf, SHELLS } from '../commands.ts';
import { completesOf, type Option, optionsOf } from '../options.ts';

/** The completion script for bash. @param rules the ids of all rules */
export function bashScript(rules: readonly string[]): string {
  return `# bash completion of kernel-rust-audit, as \`kernel-rust-audit completion bash\` prints it.

# Keeps the lines of standard input that begin as the word does; $1 is put in front of them.
_kernel_rust_audit_matching() {
  local line
  while IFS= read -r line; do
    [[ $line == "$word"* ]] && COMPREPLY+=("$1$line")
  done
}

_kernel_rust_audit_words() {
  _kernel_rust_audit_matching "$prefix" < <(printf '%s\\n' "$@")
}

# Behind the last comma, what is not there already; $@ are the words.
_kernel_rust_audit_list() {
  local before= each
  local -a left=()
  case $word in *,*) before=\${word%,*}, ;; esac
  for each; do [[ ,$before == *",$each,"* ]] || left+=("$each"); done
  local word=\${word##*,}
  _kernel_rust_audit_matching "$prefix$before" < <(printf '%s\\n' "\${left[@]}")
  compopt -o nospace 2>/dev/null
}

# bash inserts a word as it is, and git takes a branch \`x$(reboot)\`: only names that are plain words are offered.
_kernel_rust_audit_revisions() {
  local before=
  case $word in *..*) before=\${word%..*}.. ;; esac
  local word=\${word#"$before"}
  _kernel_rust_audit_matching "$prefix$before" < <(git \${repo:+-C "$repo"} for-each-ref --format='%(refname:short)' refs/heads refs/tags 2>/dev/null |
    LC_ALL=C command grep -E '^[A-Za-z0-9][A-Za-z0-9._/@+-]*$')
}

# $1: -f for files, -d for folders.
_kernel_rust_audit_paths() {
  local line
  while IFS= read -r line; do
    COMPREPLY+=("$prefix$line")
  done < <(compgen "$1" -- "$word")
  compopt -o filenames 2>/dev/null
}

_kernel_rust_audit() {
  local rules='${rules.join(' ')}'
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} prefix= command= repo= at
  COMPREPLY=()
  # \`--format=json\` is three words where COMP_WORDBREAKS has the sign, and one where it has not
  case $word in
    =) word= ;;
    --*=*) prefix=\${word%%=*}= before=\${word%%=*} word=\${word#*=} ;;
    *) [[ $before == = ]] && before=\${COMP_WORDS[COMP_CWORD - 2]} ;;
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      --repo=*) repo=\${COMP_WORDS[at]#*=} ;;
      --repo) repo=\${COMP_WORDS[at + 1]} && [[ $repo == = ]] && repo=\${COMP_WORDS[at + 2]} ;;
    esac
  done
  [[ $repo == '~/'* ]] && repo=$HOME/\${repo#*/}
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${COMMAND_NAMES.join(' | ')}) command=\${COMP_WORDS[at]} && break ;;
    esac
  done
  case $command in
${COMMAND_NAMES.map(commandCase).join('\n')}
    *) _kernel_rust_audit_words ${COMMAND_NAMES.join(' ')} --help --version ;;
  esac
}

complete -F _kernel_rust_audit kernel-rust-audit
`;
}

function commandCase(name: CommandName): string {
  const options = optionsOf(name);
  const cases = options
    .filter(([, { value }]) => value !== null)
    .map(([option, each]) => `        --${option}) ${offerOfOption(each, name)} ;;`);
  const flags = options.map(([option]) => `--${option}`).join(' ');
  const inputs = commandOf(name).completes.map(offer);
  return [
    `    ${name})`,
    '      case $before in',
    ...cases,
    '        *)',
    '          case $word in',
    `            -*) _kernel_rust_audit_words ${flags} ;;`,
    `            *) ${inputs.length === 0 ? ':' : inputs.join('; ')} ;;`,
    '          esac',
    '          ;;',
    '      esac',
    '      ;;',
  ].join('\n');
}

function offerOfOption(option: Option, command: CommandName): string {
  const words = option.choices?.[command];
  const completes = completesOf(option, command);
  if (words !== undefined) return `_kernel_rust_audit_words ${words.join(' ')}`;
  return completes.length > 0 ? completes.map(offer).join('; ') : ':';
}

function offer(what: Completes): string {
  switch (what) {
    case 'file':
      return '_kernel_rust_audit_paths -f';
    case 'folder':
      return '_kernel_rust_audit_paths -d';
    case 'revision':
      return '_kernel_rust_audit_revisions';
    case 'rule':
      return '_kernel_rust_audit_words $rules';
    case 'rules':
      return '_kernel_rust_audit_list $rules';
    case 'shell':
      return `_kernel_rust_audit_words ${SHELLS.join(' ')}`;
    case 'command':
      return `_kernel_rust_audit_words ${COMMAND_NAMES.join(' ')}`;
  }
}
