import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { MarkdownText } from '@/components/markdown/markdown-text'
import { loadDrawMath } from '@/components/markdown/math/use-draw-math'
import { answersWith } from './answers'
import { corpus } from './corpus'
import { rules } from './rules'

const ORIGIN = 'http://127.0.0.1:9'
const payloads = corpus(ORIGIN)

function draw(text: string): string {
  return renderToStaticMarkup(createElement(MarkdownText, { text, caret: true }))
}

/** The names of the elements in markup in which every `<` of a text is escaped. */
function elementsIn(html: string): Set<string> {
  return new Set(Array.from(html.matchAll(/<([^\s/>]+)/g), ([, name = '']) => name))
}

describe('the hostile corpus', () => {
  beforeAll(loadDrawMath)

  it('the corpus has at least 220 payloads, and none of them twice', () => {
    expect(payloads.length).toBeGreaterThanOrEqual(220)
    expect(new Set(payloads.map(({ name }) => name)).size).toBe(payloads.length)
    expect(new Set(payloads.map(({ markdown }) => markdown)).size).toBe(payloads.length)
  })

  it('no payload of the corpus swallows the text after it', () => {
    const swallowing = payloads.filter(
      ({ markdown, alone }) => !alone && !draw(`${markdown}\n\nbehind`).includes('<p>behind<'),
    )
    expect(swallowing.map(({ name }) => name)).toEqual([])
  })

  it('the answers contain every payload whole', () => {
    const answers = answersWith(payloads)
    for (const { markdown } of payloads) {
      expect(answers.some((answer) => answer.includes(markdown))).toBe(true)
    }
  })

  it.each(payloads)('$name draws only elements of the rules, at any length', (payload) => {
    const allowed = new Set([...rules.elements, ...rules.mathElements, 'svg', 'rect', 'path'])
    const { markdown } = payload
    const step = Math.ceil(markdown.length / 12)
    for (let end = markdown.length; end > 0; end -= step) {
      const html = draw(markdown.slice(0, end))
      expect([...elementsIn(html)].filter((name) => !allowed.has(name))).toEqual([])
      // Quotes are escaped in texts and values, so only the names of attributes are left.
      const bare = html.replaceAll(/"[^"]*"/g, '')
      expect(bare).not.toMatch(/<[^>]*\s(on\w+|src\w*|action|formaction|ping|background)=/)
      expect(html).not.toMatch(/<(?!a\s)[^>]*\shref=/)
      for (const [, style = ''] of html.matchAll(/\sstyle="([^"]*)"/g)) {
        expect(style).toMatch(new RegExp(rules.style))
      }
      for (const [, name = ''] of html.matchAll(/<span[^>]*\sclass="([^"]*)"/g)) {
        expect(name).toMatch(new RegExp(rules.spanClass))
      }
      for (const [, href = ''] of html.matchAll(/<a[^>]*\shref="([^"]*)"/g)) {
        if (!URL.canParse(href, 'http://localhost')) continue
        expect(rules.schemes).toContain(new URL(href, 'http://localhost').protocol)
      }
    }
  })
})
