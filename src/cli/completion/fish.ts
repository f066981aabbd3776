/** The completion script of fish. */
import { COMMAND_NAMES, type CommandName, type Completes, commandOf, SHELLS } from '../commands.ts';
import { completesOf, type Option, optionsOf } from '../options.ts';

const START = 'complete -c kernel-rust-audit';

/** The completion script for fish. @param rules the ids of all rules */
export function fishScript(rules: readonly string[]): string {
  const commands = COMMAND_NAMES.map(
    (name) => `${START} -n __kernel_rust_audit_begins -a ${name} -d ${quoted(commandOf(name).summary)}`,
  );
  return `# fish completion of kernel-rust-audit, as \`kernel-rust-audit completion fish\` prints it.

set -g __kernel_rust_audit_commands ${COMMAND_NAMES.join(' ')}

function __kernel_rust_audit_begins
    not __fish_seen_subcommand_from $__kernel_rust_audit_commands
end

# Whether the call is one of the command $argv: the first word that is one decides.
function __kernel_rust_audit_in
    for word in (commandline -opc)[2..]
        if contains -- $word $__kernel_rust_audit_commands
            test $word = $argv
            return
        end
    end
    return 1
end

function __kernel_rust_audit_rules
    printf '%s\\n' ${rules.join(' ')}
end

# Behind the last comma, what is not there already.
function __kernel_rust_audit_rule_list
    set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[a-z]+=' ''))
    for rule in (__kernel_rust_audit_rules)
        contains -- $rule (string split , -- "$before")
        or echo "$before$rule"
    end
end

# In the repository that the call names, or else the one around the current folder.
function __kernel_rust_audit_revisions
    set -l repo .
    set -l words (commandline -opc)
    for at in (seq (count $words))
        string match -q -- '--repo=*' $words[$at]; and set repo (string replace -- --repo= '' $words[$at])
        test "$words[$at]" = --repo -a $at -lt (count $words); and set repo $words[(math $at + 1)]
    end
    set repo (string replace -r '^~/' "$HOME/" -- $repo)
    git -C "$repo" for-each-ref --format='%(refname:short)' refs/heads refs/tags 2>/dev/null
end

${START} -f
${START} -n __kernel_rust_audit_begins -s h -l help -d 'show this help'
${START} -n __kernel_rust_audit_begins -s V -l version -d 'show the version'
${commands.join('\n')}
${COMMAND_NAMES.map(linesOf).join('\n')}
`;
}

function linesOf(name: CommandName): string {
  const start = `${START} -n ${quoted(`__kernel_rust_audit_in ${name}`)}`;
  // a line for each kind of value: fish adds up what they offer
  const options = optionsOf(name).flatMap(([option, each]) => {
    const completes = completesOf(each, name);
    return (completes.length > 0 ? completes : [undefined]).map(
      (what) => `${start} ${optionWords(option, each, name, what)}`,
    );
  });
  const inputs = commandOf(name).completes.map((what) => `${start} ${offer(what)}`);
  return [...options, ...inputs].join('\n');
}

function optionWords(name: string, option: Option, command: CommandName, what?: Completes): string {
  const short = option.short === undefined ? '' : `-s ${option.short} `;
  const words = option.choices?.[command];
  const value =
    option.value === null ? '' : `-r ${words !== undefined ? `-f -a ${quoted(words.join(' '))}` : offer(what)} `;
  return `${short}-l ${name} ${value}-d ${quoted(option.help)}`;
}

function offer(what: Completes | undefined): string {
  switch (what) {
    case undefined:
      return '-f';
    case 'file':
      return '-F';
    case 'folder':
      return "-f -a '(__fish_complete_directories)'";
    case 'revision':
      return "-f -a '(__kernel_rust_audit_revisions)'";
    case 'rule':
      return "-f -a '(__kernel_rust_audit_rules)'";
    case 'rules':
      return "-f -a '(__kernel_rust_audit_rule_list)'";
    case 'shell':
      return `-f -a ${quoted(SHELLS.join(' '))}`;
    case 'command':
      return `-f -a ${quoted(COMMAND_NAMES.join(' '))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
