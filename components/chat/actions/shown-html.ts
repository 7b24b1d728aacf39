/**
 * An answer as its page shows it, as HTML for other programs: only its structure, without the page's
 * own classes, buttons, code colours and heading levels.
 */
export function shownHtmlOf(messageId: string): string {
  const texts = document.querySelectorAll(`[data-message-id="${messageId}"] [data-answer-text]`)
  const copy = document.implementation.createHTMLDocument().body
  for (const { childNodes } of texts) copyInto(copy, childNodes)
  return copy.innerHTML
}

/** The element that each one becomes in the copy. One that is not named here leaves only its content. */
const becomes: Record<string, string> = {
  ...sameNamed('p br hr ul ol li blockquote pre code strong em del sub sup kbd a'),
  ...sameNamed('table thead tbody tr th td'),
  // The page has two headings above those of an answer.
  h3: 'h1',
  h4: 'h2',
  h5: 'h3',
  h6: 'h4',
}
const kept: Record<string, readonly string[]> = {
  a: ['href'],
  ol: ['start'],
  th: ['align', 'style'],
  td: ['align', 'style'],
}
const LEFT_OUT = 'button, figcaption, [aria-hidden="true"]'
const MATHS = 'http://www.w3.org/1998/Math/MathML'

function sameNamed(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]))
}

function copyInto(target: Element, nodes: Iterable<Node>): void {
  for (const node of nodes) {
    if (node instanceof HTMLInputElement) target.append(node.checked ? '☑' : '☐')
    else if (node instanceof Element) copyElement(target, node)
    else target.append(node.textContent ?? '')
  }
}

function copyElement(target: Element, element: Element): void {
  if (element.matches(LEFT_OUT)) return
  if (element.namespaceURI === MATHS) {
    target.append(target.ownerDocument.importNode(element, true))
    return
  }
  const isAsWritten = element.matches('.whitespace-pre-wrap')
  const name = isAsWritten ? 'pre' : becomes[element.localName]
  // A link to a place on this page leads nowhere from another program.
  const isWithin = element.getAttribute('href')?.startsWith('#') === true
  if (name === undefined || isWithin) {
    copyInto(target, element.childNodes)
    return
  }
  const copy = target.ownerDocument.createElement(name)
  for (const attribute of kept[name] ?? []) {
    const value = element.getAttribute(attribute)
    if (value !== null) copy.setAttribute(attribute, value)
  }
  copyInto(copy, element.childNodes)
  target.append(copy)
}
