/** The questions and answers in the pictures. */

export const STARS_QUESTION = 'Why does iron end the life of a large star?'

export const STARS = `A star shines because it fuses light nuclei into heavier ones, and each step sets energy free. The pressure of that energy holds the star up against its own weight.

**Iron is where this ends.** Its nucleus is bound so tightly that neither fusing nor splitting it sets anything free: both cost energy. Once the core of a large star has become iron, it has nothing left to burn.

What follows takes less than a second:

1. The core is no longer held up, and falls in on itself at a quarter of the speed of light.
2. Electrons are pressed into protons; what is left is a ball of neutrons the size of a city.
3. The outer layers fall onto that ball, bounce, and are thrown into space.

The elements heavier than iron, gold and iodine among them, are made in such moments and in collisions of what they leave behind. The iodine in your blood was once part of a star that had run out of things to burn.`

export const STARS_THOUGHT = `They ask why iron is the end. The point is the curve of binding energy, with its peak near iron.

I should say *why* the star needs energy at all, then what is different about iron, then the collapse in a few steps. No formulas unless they ask.`

export const CODE_QUESTION = 'Write a debounce function in TypeScript'

export const CODE = `It waits until nothing was called for a while, then calls with the latest arguments:

\`\`\`typescript
export function debounce<Args extends unknown[]>(
  call: (...args: Args) => void,
  delay = 200,
): (...args: Args) => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return (...args) => {
    clearTimeout(timer) // the call before is forgotten
    timer = setTimeout(() => call(...args), delay)
  }
}
\`\`\`

Use it for a search field, so that \`search(text)\` runs once a pause instead of once a key:

\`\`\`typescript
field.oninput = debounce(() => search(field.value))
\`\`\``

export const TABLE_QUESTION = 'Compare SQLite, PostgreSQL and MySQL for a small web service'

export const TABLE = `For one server and some thousand people a day, all three are fast enough. They differ in what you have to look after:

| | SQLite | PostgreSQL | MySQL |
| --- | --- | --- | --- |
| Runs as | a library in your process | a server of its own | a server of its own |
| Writers at once | 1 | many | many |
| Backup | copy a file | \`pg_dump\`, or replication | \`mysqldump\`, or replication |
| Full text search | built in (FTS5) | built in, several languages | built in |
| Memory when idle | 2 MB | 40 MB | 180 MB |

Begin with **SQLite**. Move on when a second server has to write, and not before.`

export const LIST_QUESTION = 'How do I make good coffee in a French press?'

export const LIST = `### What you need

- 30 g of coffee, ground as coarse as sea salt
- half a litre of water, *just* off the boil
  - soft water, if you have the choice
  - about 94 °C
- a clock

### How

1. Warm the press with hot water, and pour that away.
2. Add the coffee and all of the water at once. Stir.
3. Wait **four minutes**, then break the crust with a spoon.
4. Wait five minutes more, until what floats has sunk. Do not hurry this.
5. Press down to the surface only, and pour slowly.

> Coffee does not get bitter from waiting, but from being pressed.

More is on [the page of the one who came up with it](https://example.org/coffee).`

export const MATH_QUESTION = 'Where does the quadratic formula come from?'

export const MATH = String.raw`From completing the square. Take $ax^2 + bx + c = 0$ with $a \neq 0$, divide by $a$, and move the constant over:

$$
x^2 + \frac{b}{a}x = -\frac{c}{a}
$$

Add $\left(\frac{b}{2a}\right)^2$ to both sides, so that the left one is a square:

$$
\left(x + \frac{b}{2a}\right)^2 = \frac{b^2 - 4ac}{4a^2}
$$

Take the root, which has two signs, and you have it:

$$
x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

What stands under the root, $b^2 - 4ac$, tells how many solutions there are: two, one, or none that is real.`

const LONG_ANSWER = Array.from({ length: 4 }, () => STARS).join('\n\n')

/** The chats of a person who has used Fullstop for a while. */
export const earlierChats: readonly {
  question: string
  answer: string
  hoursAgo: number
  pinned?: boolean
}[] = [
  {
    question: 'Names for a tool that checks whether links still work',
    answer: LONG_ANSWER,
    hoursAgo: 190 * 24,
  },
  { question: 'Explain the birthday paradox to a child', answer: LONG_ANSWER, hoursAgo: 20 * 24 },
  { question: 'Regular expression for German postcodes', answer: LONG_ANSWER, hoursAgo: 4 * 24 },
  { question: 'Plan a week in Lisbon', answer: LONG_ANSWER, hoursAgo: 3 * 24, pinned: true },
  { question: 'Letter to the landlord about the heating', answer: LONG_ANSWER, hoursAgo: 24 },
  { question: 'Difference between a latch and a lock', answer: LONG_ANSWER, hoursAgo: 3 },
]
