/** An instruction, such as `COPY --from=build /app ./`, whose flag `from` is `build`. */
export type Instruction = { name: string; flags: Record<string, string>; text: string }

/** A part of a Dockerfile that begins with `FROM`, and makes an image of its own. */
export type Stage = { name: string; instructions: Instruction[] }

/** The stages of a Dockerfile, in their order. Throws where it begins with another instruction. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const line of linesOf(text)) {
    const instruction = readInstruction(line)
    if (instruction.name === 'FROM') {
      const [, name = ''] = / AS (\S+)$/i.exec(instruction.text) ?? []
      stages.push({ name, instructions: [] })
    } else {
      const stage = stages.at(-1)
      if (!stage) throw new Error(`This stands before the first FROM: ${line}`)
      stage.instructions.push(instruction)
    }
  }
  return stages
}

/** The words of an instruction in its exec form, `["node", "server.js"]`. */
export function execWords(text: string): string[] {
  const words: unknown = JSON.parse(text)
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  throw new Error(`This is not a list of words: ${text}`)
}

/** Each instruction in one line. */
function linesOf(text: string): string[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function readInstruction(line: string): Instruction {
  const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
  const [flagsText = ''] = /^(--\S+\s+)*/.exec(rest) ?? []
  const flags = [...flagsText.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag = '', value = '']) => [
    flag,
    value,
  ])
  return {
    name: name.toUpperCase(),
    flags: Object.fromEntries(flags) as Record<string, string>,
    text: rest.slice(flagsText.length),
  }
}
