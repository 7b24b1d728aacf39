import type { Rules } from './rules'

declare global {
  interface Window {
    answerWatch?: { breaches: Set<string>; states: number; checkAll: () => void }
  }
}

/**
 * An init script that looks at everything ever drawn in an answer, even if it is there only until
 * the next token. It is sent to the page as source, so it uses nothing from outside itself.
 */
export function watchAnswers(rules: Rules): void {
  const watch = { breaches: new Set<string>(), states: 0, checkAll }
  window.answerWatch = watch

  function check(element: Element): void {
    // The copy button of code and its icon are ours: no answer can write a figure.
    if (!element.parentElement?.closest('.answer-text')) return
    if (element.matches('figcaption button, figcaption button *')) return
    const faults = [...faultsOfElement(element), ...faultsOfAttributes(element)]
    if (element.localName === 'a') faults.push(...faultsOfLink(element))
    for (const fault of faults) watch.breaches.add(`${fault}: ${element.outerHTML.slice(0, 300)}`)
  }

  function faultsOfElement(element: Element): string[] {
    const { localName, namespaceURI } = element
    const faults: string[] = []
    const isMath = namespaceURI === 'http://www.w3.org/1998/Math/MathML'
    if (!isMath && namespaceURI !== 'http://www.w3.org/1999/xhtml') faults.push('not HTML')
    const allowed = isMath ? rules.mathElements : rules.elements
    if (!allowed.includes(localName)) faults.push('an element that may not be')
    if (localName === 'button') faults.push('a button that is not ours')
    if (localName === 'input' && !element.matches('[type="checkbox"][disabled]')) {
      faults.push('an input')
    }
    return faults
  }

  function faultsOfAttributes(element: Element): string[] {
    const isMath = element.namespaceURI === 'http://www.w3.org/1998/Math/MathML'
    const names = isMath ? rules.mathAttributes : rules.attributes
    return [...element.attributes].flatMap(({ name, value }) => {
      if (name === 'style') return new RegExp(rules.style).test(value) ? [] : [`style ${value}`]
      if (name === 'id') return value.startsWith(rules.idPrefix) ? [] : [`ID ${value}`]
      if (name === 'class' && element.localName === 'span') {
        return new RegExp(rules.spanClass).test(value) ? [] : [`class ${value}`]
      }
      const allowed = /^(aria|data)-/.test(name) || names.includes(name)
      return allowed ? [] : [`attribute ${name}`]
    })
  }

  function faultsOfLink(link: Element): string[] {
    const href = link.getAttribute('href')
    if (href === null) return ['a link without an address']
    if (href.startsWith('#')) return []
    const faults: string[] = []
    // An address that has not arrived whole may be invalid, and then leads nowhere.
    const protocol = URL.canParse(href, document.baseURI)
      ? new URL(href, document.baseURI).protocol
      : undefined
    if (protocol !== undefined && !rules.schemes.includes(protocol)) {
      faults.push(`scheme ${protocol}`)
    }
    const rel = (link.getAttribute('rel') ?? '').split(' ')
    if (link.getAttribute('target') !== '_blank') faults.push('no new tab')
    if (!rel.includes('noopener') || !rel.includes('noreferrer')) faults.push('rel')
    return faults
  }

  /** Looks at all answers as they are now, and checks that the marks of links are visible. */
  function checkAll(): void {
    for (const element of document.querySelectorAll('.answer-text *')) check(element)
    for (const link of document.querySelectorAll('.answer-text a[target]')) {
      const { content, display, visibility } = getComputedStyle(link, '::after')
      const isSaid = content.includes('↗') && content.includes('(opens in a new tab)')
      if (isSaid && display === 'inline-block' && visibility === 'visible') continue
      watch.breaches.add(`a link without its mark: ${link.outerHTML}`)
    }
  }

  function checkChange({ target, addedNodes }: MutationRecord): void {
    if (target instanceof Element) check(target)
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue
      check(node)
      for (const inner of node.querySelectorAll('*')) check(inner)
    }
  }

  function isInAnswer({ target }: MutationRecord): boolean {
    const element = target instanceof Element ? target : target.parentElement
    return element?.closest('.answer-text') !== null
  }

  new MutationObserver((changes) => {
    if (changes.some(isInAnswer)) watch.states += 1
    for (const change of changes) checkChange(change)
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
}
