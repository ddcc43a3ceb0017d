/** Generated from our OpenAPI document by `npm run wire`; not to be edited. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AdminMessagePage
         * @example {
         *       "messages": [
         *         {
         *           "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "seq": 1,
         *           "kind": "text",
         *           "message": "Halo! Apakah ini masih tersedia?",
         *           "sender_type": "guest",
         *           "sender_name": "Sari",
         *           "is_read": false,
         *           "attachments": [],
         *           "metadata": {},
         *           "created_at": "2026-03-01T09:00:00.120Z",
         *           "updated_at": "2026-03-01T09:00:00.120Z"
         *         }
         *       ],
         *       "has_more": false,
         *       "last_seq": 1,
         *       "epoch": "k3v9x2",
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "last_activity_at": "2026-03-01T09:00:00.120Z",
         *         "created_at": "2026-03-01T08:59:12.004Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z",
         *         "last_seq": 1,
         *         "guest_last_read_seq": 0,
         *         "admin_last_read_seq": 0,
         *         "unread_count": 1,
         *         "topic": null,
         *         "epoch": "k3v9x2",
         *         "guest_email": "sari@example.com",
         *         "guest_phone": "+6281234567890",
         *         "metadata": {
         *           "page": "/prices"
         *         },
         *         "last_message": {
         *           "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "seq": 1,
         *           "kind": "text",
         *           "message": "Halo! Apakah ini masih tersedia?",
         *           "sender_type": "guest",
         *           "sender_name": "Sari",
         *           "is_read": false,
         *           "attachments": [],
         *           "metadata": {},
         *           "created_at": "2026-03-01T09:00:00.120Z",
         *           "updated_at": "2026-03-01T09:00:00.120Z"
         *         },
         *         "assigned_admin": null
         *       }
         *     }
         */
        AdminMessagePage: {
            epoch: string;
            has_more: boolean;
            last_seq: number;
            messages: components["schemas"]["MessageView"][];
            session: components["schemas"]["AdminSessionView"];
        };
        /**
         * AdminNewMessage
         * @example {
         *       "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *       "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *       "message": "Halo Sari, masih ada."
         *     }
         */
        AdminNewMessage: {
            /** @description Must be empty for now. */
            attachments?: {
                [key: string]: unknown;
            }[] | null;
            id?: string | null;
            message: string;
            /** Format: uuid */
            session_id: string;
        };
        /**
         * AdminSession
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "last_activity_at": "2026-03-01T09:00:00.120Z",
         *         "created_at": "2026-03-01T08:59:12.004Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z",
         *         "last_seq": 1,
         *         "guest_last_read_seq": 0,
         *         "admin_last_read_seq": 0,
         *         "unread_count": 1,
         *         "topic": null,
         *         "epoch": "k3v9x2",
         *         "guest_email": "sari@example.com",
         *         "guest_phone": "+6281234567890",
         *         "metadata": {
         *           "page": "/prices"
         *         },
         *         "last_message": {
         *           "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "seq": 1,
         *           "kind": "text",
         *           "message": "Halo! Apakah ini masih tersedia?",
         *           "sender_type": "guest",
         *           "sender_name": "Sari",
         *           "is_read": false,
         *           "attachments": [],
         *           "metadata": {},
         *           "created_at": "2026-03-01T09:00:00.120Z",
         *           "updated_at": "2026-03-01T09:00:00.120Z"
         *         },
         *         "assigned_admin": null
         *       }
         *     }
         */
        AdminSession: {
            session: components["schemas"]["AdminSessionView"];
        };
        /** AdminSessionView */
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
        /** AdminView */
        AdminView: {
            email: string;
            name: string;
        };
        /** AttachmentView */
        AttachmentView: {
            /** Format: uuid */
            id: string;
            name: string;
            size: number;
            type: string;
        };
        /**
         * Authorised
         * @example {
         *       "auth": "5f1c0c7b6a9d4d0e8f3b2a1c9d8e7f60:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
         *     }
         */
        Authorised: {
            auth: string;
        };
        /** AvailabilityView */
        AvailabilityView: {
            first_response_seconds: number | null;
            names: string[];
            online: boolean;
        };
        /**
         * ConfigView
         * @example {
         *       "realtime": {
         *         "driver": "memory",
         *         "key": "5f1c0c7b6a9d4d0e8f3b2a1c9d8e7f60",
         *         "cluster": "mt1",
         *         "ws_host": null,
         *         "ws_port": null,
         *         "wss_port": null,
         *         "force_tls": true,
         *         "auth_endpoint": "/broadcasting/auth"
         *       },
         *       "limits": {
         *         "message_length": 4000,
         *         "name_length": 100,
         *         "email_length": 254,
         *         "page_size": 50
         *       },
         *       "team": {
         *         "name": "Toko Melati",
         *         "greeting": "",
         *         "accent": "#1F5E4B",
         *         "accent_text": "#FFFFFF"
         *       },
         *       "availability": {
         *         "online": true,
         *         "names": [
         *           "Ana"
         *         ],
         *         "first_response_seconds": 120
         *       },
         *       "locales": [
         *         "en",
         *         "id"
         *       ],
         *       "topics": []
         *     }
         */
        ConfigView: {
            availability: components["schemas"]["AvailabilityView"];
            limits: components["schemas"]["LimitsView"];
            locales: string[];
            realtime: components["schemas"]["RealtimeView"];
            team: components["schemas"]["TeamView"];
            topics: string[];
        };
        /** DayView */
        DayView: {
            /** Format: date */
            day: string;
            messages: number;
            sessions: number;
        };
        /**
         * Done
         * @example {}
         */
        Done: Record<string, never>;
        /** FieldProblem */
        FieldProblem: {
            code: string;
            field: string;
            message: string;
        };
        /**
         * FirstAdmin
         * @example {
         *       "token": "the end of the link",
         *       "name": "Ana",
         *       "email": "ana@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        FirstAdmin: {
            email: string;
            name: string;
            password: string;
            token: string;
        };
        /**
         * GuestSession
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "last_activity_at": "2026-03-01T09:00:00.120Z",
         *         "created_at": "2026-03-01T08:59:12.004Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z",
         *         "last_seq": 1,
         *         "guest_last_read_seq": 0,
         *         "admin_last_read_seq": 0,
         *         "unread_count": 0,
         *         "topic": null,
         *         "epoch": "k3v9x2"
         *       }
         *     }
         */
        GuestSession: {
            session: components["schemas"]["SessionView"];
        };
        /**
         * Health
         * @example {
         *       "status": "ok"
         *     }
         */
        Health: {
            /** @enum {string} */
            status: "ok" | "ready";
            warning?: string | null;
        };
        /** LimitsView */
        LimitsView: {
            email_length: number;
            message_length: number;
            name_length: number;
            page_size: number;
        };
        /**
         * MaybeSession
         * @example {
         *       "session": null
         *     }
         */
        MaybeSession: {
            session: components["schemas"]["SessionView"] | null;
        };
        /**
         * MessagePage
         * @example {
         *       "messages": [
         *         {
         *           "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "seq": 1,
         *           "kind": "text",
         *           "message": "Halo! Apakah ini masih tersedia?",
         *           "sender_type": "guest",
         *           "sender_name": "Sari",
         *           "is_read": false,
         *           "attachments": [],
         *           "metadata": {},
         *           "created_at": "2026-03-01T09:00:00.120Z",
         *           "updated_at": "2026-03-01T09:00:00.120Z"
         *         }
         *       ],
         *       "has_more": false,
         *       "last_seq": 1,
         *       "epoch": "k3v9x2",
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "last_activity_at": "2026-03-01T09:00:00.120Z",
         *         "created_at": "2026-03-01T08:59:12.004Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z",
         *         "last_seq": 1,
         *         "guest_last_read_seq": 0,
         *         "admin_last_read_seq": 0,
         *         "unread_count": 0,
         *         "topic": null,
         *         "epoch": "k3v9x2"
         *       }
         *     }
         */
        MessagePage: {
            epoch: string;
            has_more: boolean;
            last_seq: number;
            messages: components["schemas"]["MessageView"][];
            session: components["schemas"]["SessionView"];
        };
        /** MessageView */
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
        /**
         * NewMessage
         * @example {
         *       "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *       "message": "Halo! Apakah ini masih tersedia?"
         *     }
         */
        NewMessage: {
            /** @description Must be empty for now. */
            attachments?: {
                [key: string]: unknown;
            }[] | null;
            id?: string | null;
            message: string;
            session_id?: string | null;
        };
        /**
         * Nothing
         * @example {}
         */
        Nothing: Record<string, never>;
        /**
         * Problem
         * @example {
         *       "type": "about:blank",
         *       "title": "Conflict",
         *       "status": 409,
         *       "detail": "This chat is closed. Start a new one.",
         *       "code": "session_closed"
         *     }
         */
        Problem: {
            code: string;
            detail: string;
            epoch?: string;
            errors?: components["schemas"]["FieldProblem"][];
            last_seq?: number;
            status: number;
            title: string;
            /** @default about:blank */
            type: string;
        };
        /**
         * ReadUpTo
         * @example {
         *       "up_to_seq": 12
         *     }
         */
        ReadUpTo: {
            up_to_seq: number;
        };
        /** RealtimeView */
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
        /**
         * Sent
         * @example {
         *       "message": {
         *         "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "seq": 1,
         *         "kind": "text",
         *         "message": "Halo! Apakah ini masih tersedia?",
         *         "sender_type": "guest",
         *         "sender_name": "Sari",
         *         "is_read": false,
         *         "attachments": [],
         *         "metadata": {},
         *         "created_at": "2026-03-01T09:00:00.120Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z"
         *       }
         *     }
         */
        Sent: {
            message: components["schemas"]["MessageView"];
        };
        /**
         * SessionList
         * @example {
         *       "sessions": [
         *         {
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "guest_name": "Sari",
         *           "status": "active",
         *           "last_activity_at": "2026-03-01T09:00:00.120Z",
         *           "created_at": "2026-03-01T08:59:12.004Z",
         *           "updated_at": "2026-03-01T09:00:00.120Z",
         *           "last_seq": 1,
         *           "guest_last_read_seq": 0,
         *           "admin_last_read_seq": 0,
         *           "unread_count": 1,
         *           "topic": null,
         *           "epoch": "k3v9x2",
         *           "guest_email": "sari@example.com",
         *           "guest_phone": "+6281234567890",
         *           "metadata": {
         *             "page": "/prices"
         *           },
         *           "last_message": {
         *             "id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84",
         *             "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *             "seq": 1,
         *             "kind": "text",
         *             "message": "Halo! Apakah ini masih tersedia?",
         *             "sender_type": "guest",
         *             "sender_name": "Sari",
         *             "is_read": false,
         *             "attachments": [],
         *             "metadata": {},
         *             "created_at": "2026-03-01T09:00:00.120Z",
         *             "updated_at": "2026-03-01T09:00:00.120Z"
         *           },
         *           "assigned_admin": null
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        SessionList: {
            next_cursor: string | null;
            sessions: components["schemas"]["AdminSessionView"][];
        };
        /** SessionView */
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
        /**
         * SignedIn
         * @example {
         *       "admin": {
         *         "email": "ana@example.com",
         *         "name": "Ana"
         *       },
         *       "csrf_token": "9c1f5d0b7e6a4c3d2b1a0f9e8d7c6b5a49382716059483726150493827160594"
         *     }
         */
        SignedIn: {
            admin: components["schemas"]["AdminView"];
            csrf_token: string;
        };
        /**
         * SignIn
         * @example {
         *       "email": "ana@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        SignIn: {
            email: string;
            password: string;
        };
        /**
         * Started
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "last_activity_at": "2026-03-01T09:00:00.120Z",
         *         "created_at": "2026-03-01T08:59:12.004Z",
         *         "updated_at": "2026-03-01T09:00:00.120Z",
         *         "last_seq": 0,
         *         "guest_last_read_seq": 0,
         *         "admin_last_read_seq": 0,
         *         "unread_count": 0,
         *         "topic": null,
         *         "epoch": "k3v9x2"
         *       },
         *       "token": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa.qk8ZJ0VnJm0d9YwXo3sCw3nqg1rUuTtS2bE5aK7hLpM"
         *     }
         */
        Started: {
            session: components["schemas"]["SessionView"];
            token?: string;
        };
        /**
         * StartSession
         * @example {
         *       "guest_name": "Sari",
         *       "guest_email": "sari@example.com",
         *       "guest_phone": "0812 3456 7890",
         *       "locale": "id",
         *       "request_id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84"
         *     }
         */
        StartSession: {
            guest_email: string;
            guest_name: string;
            guest_phone?: string | null;
            locale?: string | null;
            metadata?: {
                [key: string]: unknown;
            } | null;
            request_id?: string | null;
            topic?: string | null;
        };
        /**
         * StatisticsView
         * @example {
         *       "as_of": "2026-03-01T09:00:00.120Z",
         *       "total_sessions": 40,
         *       "active_sessions": 12,
         *       "closed_sessions": 28,
         *       "total_messages": 613,
         *       "unread_messages": 3,
         *       "sessions_today": 2,
         *       "messages_today": 17,
         *       "average_first_response_seconds": 94.5,
         *       "by_day": [
         *         {
         *           "day": "2026-03-01",
         *           "sessions": 2,
         *           "messages": 17
         *         }
         *       ]
         *     }
         */
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
        /** TeamView */
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
