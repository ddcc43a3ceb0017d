/** Generated from our OpenAPI document by `npm run wire`; not to be edited. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AdminMessagePage: {
            epoch: string;
            has_more: boolean;
            last_seq: number;
            messages: components["schemas"]["MessageView"][];
            session: components["schemas"]["AdminSessionView"];
        };
        AdminNewMessage: {
            attachments?: {
                [key: string]: unknown;
            }[];
            /** Format: uuid */
            id?: string;
            message: string;
            /** Format: uuid */
            session_id: string;
        };
        AdminSession: {
            session: components["schemas"]["AdminSessionView"];
        };
        AdminSessionView: {
            admin_last_read_seq: number;
            assigned_admin: string | null;
            /** Format: date-time */
            created_at: string;
            epoch: string;
            guest_email: string;
            guest_last_read_seq: number;
            guest_name: string;
            guest_phone: string | null;
            /** Format: date-time */
            last_activity_at: string;
            last_message: components["schemas"]["MessageView"] | null;
            last_seq: number;
            metadata: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            session_id: string;
            /** @enum {string} */
            status: "active" | "closed";
            topic: string | null;
            unread_count: number;
            /** Format: date-time */
            updated_at: string;
        };
        AdminView: {
            email: string;
            name: string;
        };
        AttachmentView: {
            /** Format: uuid */
            id: string;
            name: string;
            size: number;
            type: string;
        };
        AvailabilityView: {
            first_response_seconds: number | null;
            names: string[];
            online: boolean;
        };
        ConfigView: {
            availability: components["schemas"]["AvailabilityView"];
            limits: components["schemas"]["LimitsView"];
            locales: string[];
            realtime: components["schemas"]["RealtimeView"];
            team: components["schemas"]["TeamView"];
            topics: string[];
        };
        DayView: {
            /** Format: date */
            day: string;
            messages: number;
            sessions: number;
        };
        FieldProblem: {
            code: string;
            field: string;
            message: string;
        };
        FirstAdmin: {
            email: string;
            name: string;
            password: string;
            token: string;
        };
        GuestSession: {
            session: components["schemas"]["SessionView"];
        };
        LimitsView: {
            email_length: number;
            message_length: number;
            name_length: number;
            page_size: number;
        };
        MaybeSession: {
            session: components["schemas"]["SessionView"] | null;
        };
        MessagePage: {
            epoch: string;
            has_more: boolean;
            last_seq: number;
            messages: components["schemas"]["MessageView"][];
            session: components["schemas"]["SessionView"];
        };
        MessageView: {
            attachments: components["schemas"]["AttachmentView"][];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            is_read: boolean;
            kind: string;
            message: string;
            metadata: {
                [key: string]: unknown;
            };
            sender_name: string;
            /** @enum {string} */
            sender_type: "guest" | "admin" | "system";
            seq: number;
            /** Format: uuid */
            session_id: string;
            /** Format: date-time */
            updated_at: string;
        };
        NewMessage: {
            attachments?: {
                [key: string]: unknown;
            }[];
            /** Format: uuid */
            id?: string;
            message: string;
            /** Format: uuid */
            session_id?: string;
        };
        Problem: {
            code: string;
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            status: number;
            title: string;
            type: string;
        };
        ReadUpTo: {
            up_to_seq: number;
        };
        RealtimeView: {
            auth_endpoint: string;
            cluster: string;
            /** @enum {string} */
            driver: "memory" | "redis" | "pusher";
            force_tls: boolean;
            key: string;
            ws_host: string | null;
            ws_port: number | null;
            wss_port: number | null;
        };
        Sent: {
            message: components["schemas"]["MessageView"];
        };
        SessionList: {
            next_cursor: string | null;
            sessions: components["schemas"]["AdminSessionView"][];
        };
        SessionView: {
            admin_last_read_seq: number;
            /** Format: date-time */
            created_at: string;
            epoch: string;
            guest_last_read_seq: number;
            guest_name: string;
            /** Format: date-time */
            last_activity_at: string;
            last_seq: number;
            /** Format: uuid */
            session_id: string;
            /** @enum {string} */
            status: "active" | "closed";
            topic: string | null;
            unread_count: number;
            /** Format: date-time */
            updated_at: string;
        };
        SignedIn: {
            admin: components["schemas"]["AdminView"];
            csrf_token: string;
        };
        SignIn: {
            email: string;
            password: string;
        };
        Started: {
            session: components["schemas"]["SessionView"];
            token?: string;
        };
        StartSession: {
            guest_email: string;
            guest_name: string;
            guest_phone?: string | null;
            locale?: string | null;
            metadata?: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            request_id?: string;
            topic?: string | null;
        };
        StatisticsView: {
            active_sessions: number;
            /** Format: date-time */
            as_of: string;
            average_first_response_seconds: number | null;
            by_day: components["schemas"]["DayView"][];
            closed_sessions: number;
            messages_today: number;
            sessions_today: number;
            total_messages: number;
            total_sessions: number;
            unread_messages: number;
        };
        TeamView: {
            accent: string;
            accent_text: string;
            greeting: string;
            name: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
