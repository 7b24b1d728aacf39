import type { HtmlElement } from './caret-at-end'

export function classNamesOf({ properties }: HtmlElement): string[] {
  const names = properties['className']
  return Array.isArray(names) ? names.map(String) : []
}

/** The text directly in an element, without that of its child elements. */
export function textIn({ children }: HtmlElement): string {
  return children.map((child) => (child.type === 'text' ? child.value : '')).join('')
}
