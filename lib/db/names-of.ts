/** The names in an object literal, which has no others than its type says. */
export function namesOf<Shape extends object>(literal: Shape): (keyof Shape & string)[] {
  return Object.keys(literal) as (keyof Shape & string)[]
}
