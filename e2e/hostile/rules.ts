/** What an answer may consist of. Whatever is not listed is a breach, so new evils are, too. */
export const rules = {
  elements: (
    'p h3 h4 h5 h6 ul ol li blockquote hr br strong em del sup span bdi a code pre table thead ' +
    'tbody tr th td section input figure figcaption button'
  ).split(' '),
  /** Those of formulas: MathML without what leads, loads or is HTML again. */
  mathElements: (
    'math mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mover munder ' +
    'munderover mmultiscripts mtable mtr mtd mstyle mpadded mphantom'
  ).split(' '),
  mathAttributes: (
    'display stretchy fence separator form accent accentunder movablelimits largeop symmetric ' +
    'scriptlevel displaystyle mathvariant lspace rspace minsize maxsize linethickness width height ' +
    'depth voffset class style'
  ).split(' '),
  /** Of spans: the caret, and what code is made of. */
  spanClass:
    '^(caret|' + 'code-(lines|comment|keyword|string|number|function|type|name|inserted|deleted))$',
  /** Beside `aria-` and `data-`. */
  attributes:
    'href target rel title class id type disabled checked start style tabindex readonly'.split(' '),
  /** Where links may lead: to pages, and to programs that only open a window to write in. */
  schemes: ['http:', 'https:', 'mailto:', 'irc:', 'ircs:', 'xmpp:'],
  /** Of cells of tables; any other style could load something or lie over the page. */
  style: String.raw`^text-align: ?(left|right|center);?$`,
  /** Before each ID, so that none of them stands for something of the page. */
  idPrefix: 'user-content-',
}

export type Rules = typeof rules
