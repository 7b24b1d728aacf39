import { family, type Payload } from './payload'

/** Images and links whose address is elsewhere, often long after they were drawn as text. */
export function references(origin: string): Payload[] {
  return family(origin, {
    'reference-image': ({ url }) => `![a cat][reference-1]\n\n[reference-1]: ${url}`,
    'reference-image-collapsed': ({ url }) => `![reference-2][]\n\n[reference-2]: ${url}`,
    'reference-image-shortcut': ({ url }) => `![reference-3]\n\n[reference-3]: <${url}>`,
    'reference-image-defined-first': ({ url }) =>
      `[reference-4]: ${url} 'a title'\n\n![reference-4]`,
    'reference-image-much-later': ({ url }) =>
      `![reference-5]\n\n${'Some words in between.\n\n'.repeat(6)}[reference-5]: ${url}`,
    'reference-image-no-scheme': ({ address }) => `![reference-6]\n\n[reference-6]: //${address}`,
    'reference-image-script': ({ script }) =>
      `![reference-7]\n\n[reference-7]: <javascript:${script}>`,
    'reference-image-title-breaks-out': ({ url, script }) =>
      `![reference-8]\n\n[reference-8]: ${url} '"onerror="${script}'`,
    'reference-image-in-quote': ({ url }) => `![reference-9]\n\n> [reference-9]: ${url}`,
    'reference-image-in-list': ({ url }) => `- ![reference-10]\n\n  [reference-10]: ${url}`,
    'reference-image-other-case': ({ url }) => `![ReFeReNcE-11]\n\n[rEfErEnCe-11]: ${url}`,
    'reference-image-twice-defined': ({ url }) =>
      `![reference-12]\n\n[reference-12]: /nowhere\n[reference-12]: ${url}`,
    'reference-image-over-lines': ({ url }) =>
      `![reference-13]\n\n[reference-13]:\n   ${url}\n   "a\ntitle"`,
    'reference-image-of-prototype': ({ url }) =>
      `![__proto__] ![constructor]\n\n[__proto__]: ${url}\n[constructor]: ${url}?constructor`,
    'reference-image-in-link-of-reference': ({ url }) =>
      `[![inner][reference-14]][reference-15]\n\n[reference-14]: ${url}\n[reference-15]: ${url}?link`,
    'reference-link': ({ url }) => `[a word][reference-16]\n\n[reference-16]: ${url}`,
    'reference-link-collapsed': ({ url }) => `[reference-17][]\n\n[reference-17]: ${url}`,
    'reference-link-shortcut': ({ url }) => `[reference-18]\n\n[reference-18]: ${url} (a title)`,
    'reference-link-script': ({ script }) =>
      `[reference-19]\n\n[reference-19]: <javascript:${script}>`,
    'reference-link-script-entities': ({ script }) =>
      `[reference-20]\n\n[reference-20]: <&#106;avascript&colon;${script}>`,
    'reference-link-data': ({ script }) =>
      `[reference-21]\n\n[reference-21]: <data:text/html,<script>${script}</script>>`,
    'reference-link-title-breaks-out': ({ url, script }) =>
      `[reference-22]\n\n[reference-22]: ${url} '" autofocus onfocus="${script}'`,
    'reference-link-label-with-html': ({ url, script }) =>
      `[<b onclick="${script}">bold</b>][reference-23]\n\n[reference-23]: ${url}`,
    'reference-link-in-table': ({ url }) => `| [reference-24] |\n| - |\n\n[reference-24]: ${url}`,
    'reference-without-a-definition': ({ url }) => `![a cat][missing ${url}] [missing]`,
    'reference-cut-off': ({ url }) => `![reference-25]\n\n[reference-25]: ${url.slice(0, 12)}`,
  })
}
