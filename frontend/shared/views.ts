/** Short names for what travels; the types themselves are generated from our OpenAPI document. */

import type { components } from './wire.d.ts'

type Schemas = components['schemas']

export type SessionView = Schemas['SessionView']
export type AdminSessionView = Schemas['AdminSessionView']
export type MessageView = Schemas['MessageView']
export type MessagePage = Schemas['MessagePage']
export type AdminMessagePage = Schemas['AdminMessagePage']
export type SessionList = Schemas['SessionList']
export type StatisticsView = Schemas['StatisticsView']
export type ConfigView = Schemas['ConfigView']
export type RealtimeView = Schemas['RealtimeView']
export type Started = Schemas['Started']
export type SignedIn = Schemas['SignedIn']
export type StartSession = Schemas['StartSession']
export type SecondFactorView = Schemas['SecondFactorView']
export type PreparedSecondFactor = Schemas['PreparedSecondFactor']
export type RecoveryCodes = Schemas['RecoveryCodes']
export type FieldProblem = Schemas['FieldProblem']
export type Side = MessageView['sender_type']
