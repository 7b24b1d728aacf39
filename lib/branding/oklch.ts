/** A colour of OKLCH (CSS Color 4): lightness from 0 to 1, chroma, and hue in degrees. */
export type Oklch = { lightness: number; chroma: number; hue: number }

type Triple = readonly [number, number, number]

/** The step by which chroma is lowered until a screen can show the colour. */
const CHROMA_STEP = 0.004

/** Reads `#rrggbb`, or `#rgb`. Pure. */
export function oklchOf(hex: string): Oklch {
  const digits = hex.length === 4 ? hex.replaceAll(/[^#]/g, '$&$&') : hex
  const channel = (at: number) => linearOf(Number.parseInt(digits.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = [channel(1), channel(3), channel(5)]
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
  }
}

/** The same hue and lightness, with as much of the chroma as sRGB has. Pure. */
export function withinGamut(colour: Oklch): Oklch {
  let { chroma } = colour
  while (chroma > 0 && !isShown(linearRgbOf({ ...colour, chroma }))) chroma -= CHROMA_STEP
  return { ...colour, chroma: Math.max(0, chroma) }
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). Pure. */
export function contrastOf(one: Oklch, other: Oklch): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The colour in the notation of CSS. Pure. */
export function cssOf({ lightness, chroma, hue }: Oklch): string {
  return `oklch(${lightness.toFixed(3)} ${chroma.toFixed(3)} ${hue.toFixed(1)})`
}

function luminanceOf(colour: Oklch): number {
  const [red, green, blue] = linearRgbOf(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linearRgbOf({ lightness, chroma, hue }: Oklch): Triple {
  const angle = (hue * Math.PI) / 180
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function isShown(channels: Triple): boolean {
  return channels.every((channel) => channel >= -0.0005 && channel <= 1.0005)
}

function linearOf(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
