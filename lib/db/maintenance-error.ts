/** What keeps an operator's command from being carried out, in one line. */
export class MaintenanceError extends Error {
  override readonly name = 'MaintenanceError'
}
