import { Fragment } from 'react'
import { useIsApple } from './is-apple'
import { keyNames, shortcutGroups } from './shortcuts'

/** All shortcuts, with their keys. */
export function ShortcutsList() {
  const isApple = useIsApple()
  return shortcutGroups.map((group) => (
    <section key={group.name} className="mt-4">
      <h3 className="text-sm text-muted">{group.name}</h3>
      <dl className="text-sm">
        {group.shortcuts.map(({ does, keys }) => (
          <div key={does} className="flex items-center justify-between gap-4 py-1">
            <dt>{does}</dt>
            <dd className="shrink-0">
              {keys.map((combination, index) => (
                <Fragment key={combination.join(' ')}>
                  {index > 0 && <span className="text-muted"> or </span>}
                  {keyNames(combination, isApple).map((name, place) => (
                    <Fragment key={name}>
                      {place > 0 && ' '}
                      <kbd className="key-name">{name}</kbd>
                    </Fragment>
                  ))}
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}
