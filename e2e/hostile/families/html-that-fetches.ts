import { family, type Payload } from './payload'

/** HTML elements that load, lead away or send something once they are in a page. */
export function htmlThatFetches(origin: string): Payload[] {
  return family(
    origin,
    {
      'html-img': ({ url }) => `<img src="${url}">`,
      'html-img-inline': ({ url }) => `Some <img src='${url}' width=1 height=1/> words`,
      'html-img-no-quotes': ({ url }) => `<img src=${url} alt=cat>`,
      'html-img-srcset': ({ url }) => `<img srcset="${url} 1x, ${url}?2 2x" sizes="100vw">`,
      'html-img-lowsrc': ({ url }) => `<img lowsrc="${url}" dynsrc="${url}" longdesc="${url}">`,
      'html-image': ({ url }) => `<image src="${url}" href="${url}">`,
      'html-picture': ({ url }) =>
        `<picture><source srcset="${url}"><img src="${url}?img"></picture>`,
      'html-video-poster': ({ url }) =>
        `<video poster="${url}" src="${url}?video" autoplay></video>`,
      'html-audio': ({ url }) => `<audio src="${url}" preload="auto" autoplay></audio>`,
      'html-source': ({ url }) => `<video autoplay><source src="${url}"></video>`,
      'html-track': ({ url }) => `<video><track default kind="captions" src="${url}"></video>`,
      'html-embed': ({ url }) => `<embed src="${url}">`,
      'html-object': ({ url }) =>
        `<object data="${url}"><param name="src" value="${url}"></object>`,
      'html-object-codebase': ({ url }) => `<object classid="clsid:1" codebase="${url}"></object>`,
      'html-applet': ({ url }) => `<applet code="A.class" codebase="${url}"></applet>`,
      'html-iframe': ({ url }) => `<iframe src="${url}"></iframe>`,
      'html-iframe-srcdoc': ({ url }) => `<iframe srcdoc="<img src='${url}'>"></iframe>`,
      'html-frameset': ({ url }) => `<frameset><frame src="${url}"></frameset>`,
      'html-portal': ({ url }) => `<portal src="${url}"></portal><fencedframe src="${url}">`,
      'html-link-stylesheet': ({ url }) => `<link rel="stylesheet" href="${url}">`,
      'html-link-preload': ({ url }) => `<link rel=preload as=image href="${url}">`,
      'html-link-modulepreload': ({ url }) => `<link rel="modulepreload" href="${url}">`,
      'html-link-prefetch': ({ url }) => `<link rel="prefetch" href="${url}">`,
      'html-link-prerender': ({ url }) => `<link rel="prerender" href="${url}">`,
      'html-link-dns-prefetch': ({ address }) => `<link rel="dns-prefetch" href="//${address}">`,
      'html-link-preconnect': ({ url }) => `<link rel="preconnect" href="${url}" crossorigin>`,
      'html-link-icon': ({ url }) => `<link rel="shortcut icon" href="${url}">`,
      'html-link-manifest': ({ url }) => `<link rel="manifest" href="${url}">`,
      'html-link-imagesrcset': ({ url }) => `<link rel=preload as=image imagesrcset="${url} 1x">`,
      'html-meta-refresh': ({ url }) => `<meta http-equiv="refresh" content="0;url=${url}">`,
      'html-meta-refresh-odd': ({ url }) => `<META HTTP-EQUIV=refresh CONTENT="0; URL='${url}'">`,
      'html-meta-cookie': ({ url }) => `<meta http-equiv=Set-Cookie content="from=${url}">`,
      'html-base': ({ url }) => `<base href="${url}/" target="_top">\n\n[a word](from-base)`,
      'html-form': ({ url }) =>
        `<form action="${url}" method="post"><input name=password autofocus><button>OK</button></form>`,
      'html-button-formaction': ({ url }) => `<button form="x" formaction="${url}">Go on</button>`,
      'html-input-image': ({ url }) => `<input type="image" src="${url}" formaction="${url}">`,
      'html-body-background': ({ url }) => `<body background="${url}" bgcolor="red">`,
      'html-table-background': ({ url }) =>
        `<table background="${url}"><tr><td background="${url}?cell">cell</td></tr></table>`,
      'html-bgsound': ({ url }) => `<bgsound src="${url}">`,
      'html-isindex': ({ url }) => `<isindex action="${url}" type=image src="${url}">`,
      'html-layer': ({ url }) => `<layer src="${url}"></layer><ilayer src="${url}"></ilayer>`,
      'html-xml-island': ({ url }) => `<xml id="island" src="${url}"></xml>`,
      'html-html-manifest': ({ url }) => `<html manifest="${url}"><head profile="${url}">`,
      'html-anchor-ping': ({ url }) => `<a href="/" ping="${url}" download>a word</a>`,
      'html-area': ({ url }) =>
        `<map name=m><area href="${url}" shape=rect coords="0,0,9,9"></map>`,
      'html-quote-cite': ({ url }) => `<blockquote cite="${url}">words</blockquote>`,
      'html-style-attribute': ({ url }) => `<div style="background:url('${url}')">words</div>`,
      'html-style-list': ({ url }) => `<ul style="list-style-image:url(${url})"><li>one</li></ul>`,
      'html-style-content': ({ url }) =>
        `<p style="content:url(${url});cursor:url(${url}),auto">p</p>`,
      'html-style-overlay': ({ url }) =>
        `<a href="${url}" style="position:fixed;inset:0;z-index:99999">.</a>`,
    },
    {
      'html-style-import': ({ url }) => `<style>@import "${url}";</style>`,
      'html-style-url': ({ url }) =>
        `<style>\n* { background: url(${url}) }\n@font-face { font-family: x; src: url(${url}?font) }`,
      'html-textarea-swallows': ({ url }) =>
        `<textarea>\n\n<img src="${url}">\n\n![a cat](${url}?md)`,
      'html-pre-swallows': ({ url }) => `<pre>\n\n<img src="${url}">\n\n![a cat](${url}?markdown)`,
    },
  )
}
