import type { ThemeRegistrationResolved } from '@shikijs/primitive'

/** The kinds of code. Each has its colour in `code-colours.css`. */
const kinds = {
  comment: ['comment', 'punctuation.definition.comment', 'string.comment'],
  keyword: [
    'keyword',
    'storage',
    'variable.language',
    'constant.language',
    'entity.name.tag',
    'punctuation.definition.tag',
    'markup.heading',
    'punctuation.definition.list.begin',
  ],
  string: ['string', 'constant.other.symbol', 'markup.inline.raw', 'markup.fenced_code'],
  number: ['constant.numeric', 'constant.character', 'constant.other', 'string.regexp'],
  function: ['entity.name.function', 'support.function', 'meta.function-call.generic'],
  type: [
    'entity.name.type',
    'entity.name.class',
    'entity.other.inherited-class',
    'support.type',
    'support.class',
    'storage.type.java',
    'meta.diff.range',
    'entity.name.section.group-title',
    'entity.name.section.toml',
  ],
  name: [
    'entity.other.attribute-name',
    'support.type.property-name',
    'entity.name.tag.yaml',
    'variable.key',
    'variable.other.key',
    'variable.other.constant',
    'meta.object-literal.key',
  ],
  inserted: ['markup.inserted'],
  deleted: ['markup.deleted'],
}

/**
 * The highlighter knows only themes with colours, but ours are tokens of the page, which follow light
 * and dark. So the colours of this theme are numbers, and each number stands for a kind.
 */
const numbered = Object.entries(kinds).map(
  ([kind, scope], index) => [kind, scope, `#00000${index + 1}`] as const,
)
const kindByColour = new Map<string, string>(numbered.map(([kind, , colour]) => [colour, kind]))

export const theme: ThemeRegistrationResolved = {
  name: 'kinds',
  type: 'light',
  fg: '#000000',
  bg: '#FFFFFF',
  settings: [
    { settings: { foreground: '#000000', background: '#FFFFFF' } },
    ...numbered.map(([, scope, foreground]) => ({ scope, settings: { foreground } })),
    // An expression that is put into a string is code again.
    {
      scope: ['meta.template.expression', 'meta.embedded', 'meta.fstring string source'],
      settings: { foreground: '#000000' },
    },
  ],
}

/** The kind that a colour of the theme stands for; none for ordinary code. */
export function kindOf(colour: string | undefined): string | undefined {
  return colour === undefined ? undefined : kindByColour.get(colour)
}
