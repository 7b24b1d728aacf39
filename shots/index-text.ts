import { pictureOf } from './folder'
import type { Look } from './looks'
import { hasPicture, type Group, type State } from './studio/state'

const INTRODUCTION = `# The page in pictures

Each page and state in both themes, wide (1280 px) and on a phone (360 px). \`npm run shots\` takes
them all and writes this file; \`npm run shots -- --grep stopped\` takes those of some states. The
answers are scripted, the clock stands still, and figures that differ each time are fixed, so that
only what changed in the page changes a picture. Letters are those of the machine that took them.
`

/** The index of all pictures: a table for each page, and a line for each state. */
export function indexText(groups: readonly Group[], looks: readonly Look[]): string {
  return [INTRODUCTION, ...groups.map((group) => section(group, looks))].join('\n')
}

function section({ page, states }: Group, looks: readonly Look[]): string {
  return [
    `## ${page}\n`,
    row(['', ...looks.map(({ name }) => name.replace('-', ', '))]),
    row(['---', ...looks.map(() => '---')]),
    ...states.map((state) => row([state.title, ...pictures(state, looks)])),
    '',
  ].join('\n')
}

function pictures(state: State, looks: readonly Look[]): string[] {
  const { name, title } = state
  return looks.map((look) => {
    if (!hasPicture(state, look.name)) return ''
    const file = pictureOf(name, look.name)
    const width = look.name.endsWith('phone') ? 120 : 300
    return `<a href="${file}"><img src="${file}" width="${width}" alt="${title}"></a>`
  })
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
