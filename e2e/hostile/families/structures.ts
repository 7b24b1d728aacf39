import { family, type Payload } from './payload'

/** Names that would hide names of the page, and structures that would exhaust the page. */
export function structures(origin: string): Payload[] {
  return family(origin, {
    'structure-footnote': ({ url }) => `a word[^1]\n\n[^1]: See ![a cat](${url}) and ${url}?link`,
    'structure-footnote-twice': ({ url }) => `a[^2] b[^2] c[^2]\n\n[^2]: [here](${url})`,
    'structure-footnote-clobbers': () => 'a[^hostile] b[^body]\n\n[^hostile]: x\n\n[^body]: y',
    'structure-footnote-script': ({ script }) => `a[^3]\n\n[^3]: [x](<javascript:${script}>)`,
    'structure-footnote-of-itself': ({ url }) => `a[^4]\n\n[^4]: again[^4] ${url}`,
    'structure-footnote-with-code': ({ script }) =>
      `a[^5]\n\n[^5]:\n    ~~~html\n    <script>${script}</script>\n    ~~~`,
    'structure-footnote-inline': ({ url }) => `a word^[an inline note ![a cat](${url})]`,
    'structure-clobber-id': () => '<a id="hostile" name="location" href="/clobber">x</a>',
    'structure-clobber-form': () => '<form name="body"><input name="attributes"><input id="fetch">',
    'structure-clobber-heading': () => '# getElementById\n\n## __proto__\n\n### question',
    'structure-clobber-window': () => '<img name="currentScript"> <iframe name="parent"></iframe>',
    'structure-nested-quotes': ({ url }) => `${'> '.repeat(60)}![a cat](${url})`,
    'structure-nested-lists': ({ url }) =>
      `${Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- ${depth}`).join('\n')} ![](${url})`,
    'structure-nested-lists-on-a-line': ({ url }) => `${'- '.repeat(40)}![a cat](${url})`,
    'structure-nested-emphasis': ({ url }) =>
      `${'*a **b '.repeat(30)}![a cat](${url})${'** *'.repeat(30)}`,
    'structure-nested-brackets': ({ url }) => `${'['.repeat(80)}a${']'.repeat(80)}(${url})`,
    'structure-nested-images': ({ url }) => `${'!['.repeat(30)}a${`](${url})`.repeat(3)}`,
    'structure-nested-tags': ({ script }) => `${'<b>'.repeat(50)}<img src=x onerror="${script}">`,
    'structure-quote-in-list-in-quote': ({ url }) =>
      `> - > 1. > ![a cat](${url})\n>   > <img src=${url}>`,
    'structure-lazy-lines': ({ url }) => `> - a\n<img src="${url}">\n![a cat](${url}?lazy)`,
    'structure-table-in-list': ({ url }) => `- | a |\n  | - |\n  | <img src="${url}"> |`,
    'structure-table-with-pipes': ({ url }) =>
      String.raw`| a \| b |${'\n'}| - |${'\n'}| [x\|y](${url}\|z) |`,
    'structure-setext-of-html': ({ url }) => `<img src="${url}">\n===\n\n![a cat](${url}?2)\n---`,
    'structure-breaks': ({ url }) => `***\n---\n___\n\n![a cat](${url})  \nnext\\\nlast`,
    'structure-indented-code': ({ url, script }) => `    <img src="${url}" onerror="${script}">`,
    'structure-indent-left': ({ url }) => `    code\n\n   ![a cat](${url})`,
    'structure-alert': ({ url }) => `> [!WARNING]\n> ![a cat](${url}) <img src="${url}?html">`,
    'structure-details': ({ url }) =>
      `<details open>\n<summary>s</summary>\n\n![a](${url})\n\n</details>`,
    'structure-definition-list': ({ url }) => `Term\n: ![a cat](${url})\n: <img src="${url}?html">`,
    'structure-abbreviation': ({ script }) => `*[HTML]: " onmouseover="${script}\n\nHTML`,
    'structure-emoji-and-mention': ({ url }) => `:smile: :x" onclick="y: @${url} #1 <:a:1>`,
    'structure-embed-words': ({ url }) =>
      `!embed(${url}) !video[${url}] {% embed "${url}" %} @[youtube](${url})`,
    'structure-table-of-contents': ({ url }) => `[[toc]] [TOC] \${toc} !include ${url}`,
  })
}
