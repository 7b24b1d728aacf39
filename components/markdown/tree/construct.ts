/** Micromark's types, as far as our constructs use them. */
type Code = number | null
export type State = (code: Code) => State | undefined
type Effects = {
  enter: (token: string) => unknown
  exit: (token: string) => unknown
  consume: (code: Code) => void
  check: (construct: Construct, found: State, notFound: State) => State
}
/** How the parser reads one kind of syntax: each state takes a character and gives the next state. */
export type Construct = { tokenize: (effects: Effects, found: State, notFound: State) => State }
