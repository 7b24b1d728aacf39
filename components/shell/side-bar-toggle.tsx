import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { SIDE_BAR_ID, toggleSideBar } from '../navigation/toggle-side-bar'
import { useAriaKeys } from '../shortcuts/key-offers'
import { shortcuts } from '../shortcuts/shortcuts'
import { IconButton } from '../ui/button/icon-button'

/**
 * Puts the side bar away, or shows it beside the page again. There is one toggle for each. The style
 * sheet decides which one is seen, because it knows that before the scripts have loaded.
 */
export function SideBarToggle({ isShown, className }: { isShown: boolean; className?: string }) {
  const Icon = isShown ? PanelLeftClose : PanelLeftOpen
  return (
    <IconButton
      label="Sidebar"
      title={isShown ? 'Hide the sidebar' : 'Show the sidebar'}
      aria-expanded={isShown}
      aria-controls={SIDE_BAR_ID}
      aria-keyshortcuts={useAriaKeys(shortcuts.sideBar.keys[0])}
      data-side-bar-toggle
      {...(className !== undefined && { className })}
      onClick={toggleSideBar}
    >
      <Icon aria-hidden="true" size={20} />
    </IconButton>
  )
}
