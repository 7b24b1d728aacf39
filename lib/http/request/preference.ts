/** Whether the caller wants to be answered at once and to read the text elsewhere (RFC 7240). */
export function prefersAnswerElsewhere(request: Request): boolean {
  const preferences = request.headers.get('prefer')?.split(',') ?? []
  return preferences.some((preference) => preference.trim().toLowerCase() === 'respond-async')
}
