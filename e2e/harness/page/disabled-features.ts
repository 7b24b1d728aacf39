/**
 * Chromium draws the suggestions of its address bar in two pages of their own, which it loads anew
 * with each window, hidden or not: half of what it costs to open an empty page.
 */
const suggestions = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** What Playwright turns off: of several switches of that name Chromium obeys only the last. */
const byPlaywright = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
]

/** The features of Chromium that the tests of the page do without. */
export const disabledFeatures = [...byPlaywright, ...suggestions]
