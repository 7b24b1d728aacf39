import { useId, useRef } from 'react'
import { counted } from '@/lib/locale/counted'
import { ListFailure } from '../chat-list/list-failure'
import { useInView } from '../ui/use-in-view'
import { CommandGroup } from './command-group'
import { CommandRow } from './command-row'
import { fieldHint, fieldStyle, focusAtEnd } from './field'
import { matching } from './matching'
import type { CloseAnd } from './palette-command'
import { useChatCommands } from './use-chat-commands'
import { usePageCommands } from './use-page-commands'
import { rowId, useSelection } from './use-selection'
import { useStopCommands } from './use-stop-commands'

/** The field, and the commands with the words that are typed into it: stops, actions, and chats. */
export function Commands(props: {
  typed: string
  onType: (typed: string) => void
  closeAnd: CloseAnd
}) {
  const { typed, onType, closeAnd } = props
  const chats = useChatCommands(typed, closeAnd)
  const stops = useStopCommands(closeAnd)
  const here = { name: 'Stop', commands: matching(stops.here, typed) }
  const elsewhere = { name: 'Stop in other chats', commands: matching(stops.elsewhere, typed) }
  const page = { name: 'Actions', commands: matching(usePageCommands(closeAnd), typed) }
  const goTo = { name: 'Go to chat', commands: chats.byTitle }
  const found = { name: 'Found in chats', commands: chats.found }
  // A person who types the title of a chat more likely wants to go there than to stop it. Search results
  // come last, because they arrive late and must not move a command that is about to be chosen.
  const groups =
    typed.trim() === '' ? [here, elsewhere, page, goTo] : [here, page, goTo, elsewhere, found]
  const shown = groups.flatMap(({ commands }) => commands)
  const { selectedId, select, onKeyDown } = useSelection(typed, shown)
  const { loadMore, failure } = chats
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const nearEnd = useInView(loadMore !== undefined, () => loadMore?.())

  return (
    <>
      <div className="shrink-0 border-b border-line pr-12 pl-4">
        <input
          ref={focusAtEnd}
          type="text"
          role="combobox"
          aria-label="Commands"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={selectedId === undefined ? undefined : rowId(selectedId)}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          value={typed}
          placeholder={fieldHint}
          onChange={(event) => {
            onType(event.target.value)
            list.current?.scrollTo({ top: 0 })
          }}
          onKeyDown={onKeyDown}
          className={fieldStyle}
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Commands"
        tabIndex={-1}
        className="min-h-0 overflow-y-auto overscroll-contain p-2"
      >
        {groups.map(
          ({ name, commands }) =>
            commands.length > 0 && (
              <CommandGroup key={name} name={name}>
                {commands.map((command) => (
                  <CommandRow
                    key={command.id}
                    command={command}
                    selected={command.id === selectedId}
                    onSelect={() => {
                      select(command.id)
                    }}
                  />
                ))}
              </CommandGroup>
            ),
        )}
        {/* More commands load when these last rows come into view, by scrolling or by key. */}
        <div ref={nearEnd} aria-hidden="true" className="pointer-events-none -mt-40 h-40" />
      </div>
      <output className={shown.length > 0 ? 'sr-only' : 'block px-4 pb-4 text-sm text-muted'}>
        {typed.trim() !== '' && countInWords(shown.length, chats)}
      </output>
      {failure && (
        <div className="border-t border-line p-2">
          <ListFailure sentence={failure.sentence} onRetry={failure.retry} />
        </div>
      )}
    </>
  )
}

/** Does not say that nothing was found while the search is running. */
function countInWords(
  count: number,
  { searching, thereAreMore }: { searching: boolean; thereAreMore: boolean },
): string {
  if (searching) return count === 0 ? 'Searching' : ''
  if (count === 0) return 'Nothing found'
  return thereAreMore
    ? counted(count, { other: 'More than {count} found' })
    : counted(count, { other: '{count} found' })
}
