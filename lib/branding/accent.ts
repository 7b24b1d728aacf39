import { contrastOf, cssOf, oklchOf, withinGamut, type Oklch } from './oklch'

/** AA for text (WCAG 2.2, 1.4.3), plus a little for rounding. */
const LEAST_CONTRAST = 4.6

const LIGHTNESS_STEP = 0.005

/** The change in the accent's lightness under the pointer. */
const STRONGER = 0.07

/** The tokens that follow from the accent. */
type AccentTokens = Record<'--accent' | '--accent-strong' | '--on-accent', string>

/** The ground on which the accent is hardest to read, the direction from it to text, and text on the accent. */
type Appearance = { ground: Oklch; away: 1 | -1; onAccent: (hue: number) => Oklch }

// The ground is --hover of tokens.css: of all the accent's grounds the nearest to it in lightness.
const light: Appearance = {
  ground: { lightness: 0.93, chroma: 0.008, hue: 85 },
  away: -1,
  onAccent: () => ({ lightness: 1, chroma: 0, hue: 0 }),
}
const dark: Appearance = {
  ground: { lightness: 0.29, chroma: 0.008, hue: 75 },
  away: 1,
  onAccent: (hue) => ({ lightness: 0.2, chroma: 0.03, hue }),
}

/**
 * The accent of both appearances from one colour (`#rrggbb` or `#rgb`). A colour that could not be read is
 * made darker or lighter until it can. Pure.
 */
export function accentTokens(hex: string): AccentTokens {
  const [onLight, onDark] = [accentOn(light, hex), accentOn(dark, hex)]
  const both = (token: keyof typeof onLight) =>
    `light-dark(${cssOf(onLight[token])}, ${cssOf(onDark[token])})`
  return {
    '--accent': both('accent'),
    '--accent-strong': both('strong'),
    '--on-accent': both('onAccent'),
  }
}

/** The accent of each appearance, for pictures. Pure. */
export function accentColours(hex: string): { light: string; dark: string } {
  return { light: cssOf(accentOn(light, hex).accent), dark: cssOf(accentOn(dark, hex).accent) }
}

function accentOn({ ground, away, onAccent }: Appearance, hex: string) {
  const given = oklchOf(hex)
  let accent = withinGamut(given)
  while (contrastOf(accent, ground) < LEAST_CONTRAST || !isBeyond(accent, ground, away)) {
    accent = withinGamut({ ...given, lightness: accent.lightness + away * LIGHTNESS_STEP })
  }
  return { accent, strong: strongerThan(accent, away), onAccent: onAccent(given.hue) }
}

/** Whether the accent is on the text's side of the ground: there is contrast on the other side, too. */
function isBeyond(accent: Oklch, ground: Oklch, away: 1 | -1): boolean {
  return (accent.lightness - ground.lightness) * away > 0
}

/** The accent moved away from the ground, or towards it where black or white leaves no room. */
function strongerThan(accent: Oklch, away: 1 | -1): Oklch {
  const further = accent.lightness + away * STRONGER
  const hasRoom = further > 0.05 && further < 0.98
  return withinGamut({
    ...accent,
    lightness: hasRoom ? further : accent.lightness - away * STRONGER,
  })
}
