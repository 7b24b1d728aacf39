/** The content of the overlays: loaded after the page, or when the first of them is opened. */
export { ShortcutsList } from '../shortcuts/shortcuts-list'
export { Commands } from './commands'
