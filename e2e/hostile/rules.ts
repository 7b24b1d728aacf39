/** Everything that an answer may consist of. Anything else is a breach, so new attacks are too. */
export const rules = {
  elements: (
    'p div h3 h4 h5 h6 ul ol li blockquote hr br strong em del sup span bdi a code pre table thead ' +
    'tbody tr th td section input figure figcaption button'
  ).split(' '),
  /** The elements of formulas: MathML without links, loads and embedded HTML. */
  mathElements: (
    'math mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mover munder ' +
    'munderover mmultiscripts mtable mtr mtd mstyle mpadded mphantom'
  ).split(' '),
  mathAttributes: (
    'display stretchy fence separator form accent accentunder movablelimits largeop symmetric ' +
    'scriptlevel displaystyle mathvariant lspace rspace minsize maxsize linethickness width height ' +
    'depth voffset class style'
  ).split(' '),
  /** The classes of spans: the caret, and the parts of code. */
  spanClass:
    '^(caret|' + 'code-(lines|comment|keyword|string|number|function|type|name|inserted|deleted))$',
  /** In addition to `aria-` and `data-`. */
  attributes:
    'href target rel title class id type disabled checked start style tabindex readonly'.split(' '),
  /** Links may lead to pages, and to programs that only open a window to write in. */
  schemes: ['http:', 'https:', 'mailto:', 'irc:', 'ircs:', 'xmpp:'],
  /** The style of table cells. Any other style could load something or cover the page. */
  style: String.raw`^text-align: ?(left|right|center);?$`,
  /** The start of every ID, so that no ID of an answer is also one of the page. */
  idPrefix: 'user-content-',
}

export type Rules = typeof rules
