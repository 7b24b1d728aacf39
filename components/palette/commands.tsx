import { Command } from 'cmdk'
import { ListFailure } from '../chat-list/list-failure'
import { useInView } from '../ui/use-in-view'
import { CommandRow } from './command-row'
import { fieldHint, fieldStyle, focusAtEnd } from './field'
import { matching } from './matching'
import type { CloseAnd } from './palette-command'
import { useChatCommands } from './use-chat-commands'
import { usePageCommands } from './use-page-commands'
import { useStopCommands } from './use-stop-commands'

/** The field, and what has the words that are typed into it: to stop, to do, to go to. */
export function Commands(props: {
  typed: string
  onType: (typed: string) => void
  closeAnd: CloseAnd
}) {
  const { typed, onType, closeAnd } = props
  const chats = useChatCommands(typed, closeAnd)
  const stops = useStopCommands(closeAnd)
  const here = { name: 'Stop', commands: matching(stops.here, typed) }
  const elsewhere = { name: 'Stop elsewhere', commands: matching(stops.elsewhere, typed) }
  const page = { name: 'Do', commands: matching(usePageCommands(closeAnd), typed) }
  const goTo = { name: 'Go to a chat', commands: chats.commands }
  // Who types the title of a chat wants to go there, more likely than to stop it.
  const groups = typed.trim() === '' ? [here, elsewhere, page, goTo] : [here, page, goTo, elsewhere]
  const count = groups.reduce((sum, { commands }) => sum + commands.length, 0)
  const { loadMore, failure } = chats
  const nearEnd = useInView(loadMore !== undefined, () => loadMore?.())

  return (
    <Command label="Commands" shouldFilter={false} vimBindings={false} loop className="contents">
      <div className="shrink-0 border-b border-line pr-12 pl-4">
        <Command.Input
          ref={focusAtEnd}
          value={typed}
          onValueChange={onType}
          placeholder={fieldHint}
          className={fieldStyle}
        />
      </div>
      <Command.List label="Commands" className="min-h-0 overflow-y-auto overscroll-contain p-2">
        {groups.map(
          ({ name, commands }) =>
            commands.length > 0 && (
              <Command.Group
                key={name}
                heading={name}
                className="pb-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted"
              >
                {commands.map((command) => (
                  <CommandRow key={command.id} command={command} />
                ))}
              </Command.Group>
            ),
        )}
        {/* The last rows: who comes there, by scrolling or by key, gets more. */}
        <div ref={nearEnd} aria-hidden="true" className="pointer-events-none -mt-40 h-40" />
      </Command.List>
      <output className={count > 0 ? 'sr-only' : 'block px-4 pb-4 text-sm text-muted'}>
        {typed.trim() !== '' && countInWords(count, chats)}
      </output>
      {failure && (
        <div className="border-t border-line p-2">
          <ListFailure sentence={failure.sentence} onRetry={failure.retry} />
        </div>
      )}
    </Command>
  )
}

/** What is still being searched for is not said to be missing. */
function countInWords(
  count: number,
  { searching, thereAreMore }: { searching: boolean; thereAreMore: boolean },
): string {
  if (searching) return count === 0 ? 'Searching' : ''
  if (count === 0) return 'Nothing found'
  if (thereAreMore) return `More than ${count} found`
  return count === 1 ? '1 found' : `${count} found`
}
