import { DropdownMenu, Slot } from 'radix-ui'
import {
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type Ref,
  type RefObject,
} from 'react'
import { classNames } from '../class-names'

const OPENING_KEYS = ['Enter', ' ', 'ArrowDown']

export const MenuGroup = DropdownMenu.Group
export const MenuRadioGroup = DropdownMenu.RadioGroup
export const MenuItemIndicator = DropdownMenu.ItemIndicator

const item =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 text-sm outline-none select-none ' +
  'data-highlighted:bg-hover touch:min-h-11'

type Button = HTMLButtonElement | null

type MenuProps = Pick<
  ComponentProps<typeof DropdownMenu.Content>,
  'align' | 'side' | 'onCloseAutoFocus' | 'children'
> & {
  /** The button that opens the menu. */
  trigger: ReactElement
  buttonRef?: RefObject<Button>
  /** Something other than the button asks for the menu. The owner must end that in `onOpenChange`. */
  isAskedFor?: boolean
  onOpenChange?: (open: boolean) => void
}

/**
 * A menu, and the button that opens it. Radix's part is added at the button's first focus or press: each
 * such part listens to every key of the page, and a long chat has hundreds of menus.
 */
export function Menu({
  trigger,
  buttonRef,
  isAskedFor = false,
  onOpenChange,
  ...content
}: MenuProps) {
  const ownRef = useRef<HTMLButtonElement>(null)
  const button = buttonRef ?? ownRef
  const [isWanted, setIsWanted] = useState(false)
  const [isOpened, setOpen] = useState(false)
  const open = isOpened || isAskedFor
  const [buttonId, menuId] = [useId(), useId()]
  const changeOpen = (next: boolean) => {
    setIsWanted(true)
    setOpen(next)
    onOpenChange?.(next)
  }

  return (
    <>
      <Slot.Root
        ref={button}
        id={buttonId}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        data-state={open ? 'open' : 'closed'}
        onFocus={() => {
          setIsWanted(true)
        }}
        onPointerDown={(event: PointerEvent) => {
          if (event.button !== 0 || event.ctrlKey) return
          // The focus goes into the menu.
          event.preventDefault()
          changeOpen(true)
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (!OPENING_KEYS.includes(event.key)) return
          event.preventDefault()
          changeOpen(true)
        }}
      >
        {trigger}
      </Slot.Root>
      {(isWanted || isAskedFor) && (
        <DropdownMenu.Root open={open} onOpenChange={changeOpen}>
          <DropdownMenu.Trigger asChild>
            <StandIn getButton={() => button.current} />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              id={menuId}
              aria-labelledby={buttonId}
              sideOffset={4}
              collisionPadding={8}
              className="z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-xl border border-line bg-raised p-1 text-ink shadow-raised"
              {...content}
            />
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      )}
    </>
  )
}

/** Hands the button to Radix, which places the menu at it and returns the focus to it. */
function StandIn({ getButton, ref }: { getButton: () => Button; ref?: Ref<Button> }) {
  useImperativeHandle<Button, Button>(ref, getButton)
  return null
}

export function MenuItem(props: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item {...props} className={classNames(item, props.className)} />
}

export function MenuRadioItem(props: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return <DropdownMenu.RadioItem {...props} className={item} />
}

export function MenuLabel(props: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label {...props} className="px-2 pt-2 pb-1 text-sm text-muted" />
}
