/** The place of a message among its versions. */
export type VersionPlace = {
  /** From 1. */
  number: number
  count: number
  previousId: string | undefined
  nextId: string | undefined
}

/** Undefined if there is only one version. Pure. */
export function versionPlaceOf(
  messageId: string,
  siblingIds: readonly string[],
): VersionPlace | undefined {
  const index = siblingIds.indexOf(messageId)
  if (index === -1 || siblingIds.length < 2) return undefined
  return {
    number: index + 1,
    count: siblingIds.length,
    previousId: siblingIds[index - 1],
    nextId: siblingIds[index + 1],
  }
}
