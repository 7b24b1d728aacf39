/**
 * An object without what is undefined. Each name has to be given, also of what is optional: so nothing
 * that its type knows is forgotten.
 */
export function withoutUndefined<Shape extends object>(given: {
  [Name in keyof Required<Shape>]: Shape[Name]
}): Shape {
  // Only what is optional can have been undefined, and nothing else is left out.
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Shape
}
