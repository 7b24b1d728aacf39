import { useId } from 'react'

/** A choice among a few, all of them in sight. None is checked until the stored choice is known. */
export function Choice<Value extends string>(props: {
  title: string
  choices: readonly { value: Value; title: string }[]
  chosen: Value | undefined
  onChoose: (value: Value) => void
}) {
  const { title, choices, chosen, onChoose } = props
  const name = useId()
  return (
    <fieldset>
      <legend className="text-muted">{title}</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-8 items-center gap-2 touch:min-h-11">
            <input
              type="radio"
              name={name}
              checked={choice.value === chosen}
              onChange={() => {
                onChoose(choice.value)
              }}
              className="size-4 accent-accent"
            />
            {choice.title}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
