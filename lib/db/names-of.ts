/** The names in an object that is written as a literal: it has no others than its type says. */
export function namesOf<Shape extends object>(literal: Shape): (keyof Shape & string)[] {
  return Object.keys(literal) as (keyof Shape & string)[]
}
