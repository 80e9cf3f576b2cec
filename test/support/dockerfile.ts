/** One instruction of a Dockerfile: `COPY --from=build /app/dist ./dist`. */
export interface Instruction {
  name: string;
  /** What follows the name, without flags. */
  text: string;
  flags: Record<string, string>;
}

export interface Stage {
  name: string;
  instructions: Instruction[];
}

/** The stages of a Dockerfile in order. Knows what this project's uses: comments, continued lines, flags, `FROM … AS …`. */
export function parseDockerfile(source: string): Stage[] {
  const lines = source
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  const stages: Stage[] = [];
  for (const instruction of lines.filter((line) => line.trim() !== '').map(parseInstruction)) {
    if (instruction.name === 'FROM') {
      const name = /\sAS\s+(\S+)/i.exec(instruction.text)?.[1] ?? `stage ${stages.length}`;
      stages.push({ name, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

function parseInstruction(line: string): Instruction {
  const [, name = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
  const flags: Record<string, string> = {};
  const text = rest.replace(/^(?:--([\w-]+)=(\S+)\s+)+/, (all) => {
    for (const [, flag = '', value = ''] of all.matchAll(/--([\w-]+)=(\S+)/g)) flags[flag] = value;
    return '';
  });
  return { name: name.toUpperCase(), text: text.trim(), flags };
}

/** The arguments of an instruction in exec form, `["node", "main.js"]`; undefined for the shell form. */
export function execForm(text: string): string[] | undefined {
  return text.startsWith('[') ? (JSON.parse(text) as string[]) : undefined;
}

/** `A=1 B=2` as pairs. */
export function environmentOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]));
}

/** Tells whether a path of the build context is kept out of it; as Docker does, the last line that matches decides. */
export function parseDockerignore(source: string): (path: string) => boolean {
  const rules = source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ ignored: !line.startsWith('!'), pattern: toRegExp(line.replace(/^!/, '')) }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.ignored ?? false;
}

/** A pattern also stands for everything below what it names. */
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (wildcard) => (wildcard === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}(?:/.*)?$`);
}
