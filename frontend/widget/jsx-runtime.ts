/** Preact's own runtime can also write HTML on a server; here `createElement` is all that is needed. */

import { createElement, Fragment, type ComponentType, type VNode } from 'preact'

export { Fragment }

export const jsx = (type: string | ComponentType, props: object, key?: string | number): VNode =>
  createElement(type as 'div', key === undefined ? props : { ...props, key })

export { jsx as jsxs }
