/** Builds all that browsers load, and says in manifest.json which file is the present one of each name. */

import { readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '../src/livechat/entrypoints/http/static')

// Floor: Safari 16.4, Chrome 111, Firefox 115.
const target = ['es2022', 'safari16.4', 'chrome111', 'firefox115']

/** Filled in by the server in each answer to /widget.js. */
const placeholders = {
  __ACCENT__: '"%LC_ACCENT%"',
  __ACCENT_TEXT__: '"%LC_ACCENT_TEXT%"',
  __PANEL__: '"%LC_PANEL%"',
}

const names = {
  hashCharacters: 'hex',
  entryFileNames: '[name]-[hash].js',
  chunkFileNames: '[name]-[hash].js',
  assetFileNames: '[name]-[hash][extname]',
}

const common = {
  configFile: false,
  logLevel: 'warn',
  clearScreen: false,
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

/**
 * A classic script: no module of the page may be needed to load it.
 * A library, because elsewhere Vite wraps each `import()` in code that preloads, and tells the host page what failed.
 */
const loader = {
  ...common,
  root: join(here, 'widget'),
  define: placeholders,
  build: {
    target,
    outDir: out,
    emptyOutDir: false,
    lib: { entry: join(here, 'widget/loader.ts'), name: 'livechat', formats: ['iife'], fileName: () => 'widget.js' },
  },
}

/** Chunks find each other by relative addresses: the panel runs on pages of any origin. */
const panel = {
  ...common,
  root: join(here, 'widget'),
  base: './',
  build: {
    target,
    outDir: join(out, 'widget'),
    lib: { entry: { panel: join(here, 'widget/panel.tsx') }, formats: ['es'] },
    rollupOptions: { output: { ...names, minify: true } },
  },
}

function page(name) {
  return {
    ...common,
    root: join(here, name),
    base: `/${name}/`,
    build: {
      target,
      outDir: join(out, name),
      // Nothing may need a style or script inside the page: the content security policy refuses both.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { output: { ...names, entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' } },
    },
  }
}

async function manifest() {
  const files = await readdir(out, { recursive: true, withFileTypes: true })
  const entries = files
    .filter(file => file.isFile() && /-[0-9a-f]{8}\.\w+$/.test(file.name))
    .map(file => relative(out, join(file.parentPath ?? file.path, file.name)).split(sep).join('/'))
    .map(path => [path.replace(/-[0-9a-f]{8}(\.\w+)$/, '$1'), path])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(entries), null, 2) + '\n'
}

await rm(out, { recursive: true, force: true })
for (const config of [loader, panel, page('admin'), page('demo')]) await build({ ...config, build: { ...config.build, emptyOutDir: false } })
await writeFile(join(out, 'manifest.json'), await manifest())
