/** Generated from our OpenAPI document by `npm run wire`; not to be edited. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AdminMessagePage
         * @description Part of a conversation, ascending by `seq`; when `epoch` has changed, start over.
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
         *         "closed_by": null,
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
         * @description The same `id` again gives back what is stored.
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
            /** @description Made by the sender, and repeated when in doubt; without it one of ours. */
            id?: string | null;
            /** @description 1 to 4,000 characters, counted as code points. */
            message: string;
            /** Format: uuid */
            session_id: string;
        };
        /**
         * AdminSession
         * @description A chat after a change.
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "closed_by": null,
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
        /**
         * AdminSessionView
         * @description A chat as admins see it.
         */
        AdminSessionView: {
            admin_last_read_seq: number;
            assigned_admin: string | null;
            /** @enum {null|string} */
            closed_by: "guest" | "admin" | "system" | null;
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
        /**
         * AdminView
         * @description Somebody who answers guests.
         */
        AdminView: {
            email: string;
            name: string;
        };
        /**
         * AttachmentView
         * @description A file that belongs to a message.
         */
        AttachmentView: {
            /** Format: uuid */
            id: string;
            name: string;
            size: number;
            type: string;
        };
        /**
         * Authorised
         * @description What a socket shows to listen to a private channel.
         * @example {
         *       "auth": "5f1c0c7b6a9d4d0e8f3b2a1c9d8e7f60:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
         *     }
         */
        Authorised: {
            auth: string;
        };
        /**
         * AvailabilityView
         * @description Whether somebody is there now, and how long a first answer usually takes.
         */
        AvailabilityView: {
            first_response_seconds: number | null;
            names: string[];
            online: boolean;
        };
        /**
         * Code
         * @description Of the authenticator app, or a recovery code.
         * @example {
         *       "code": "492039"
         *     }
         */
        Code: {
            code: string;
        };
        /**
         * ConfigView
         * @description What the widget needs.
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
        /**
         * DayView
         * @description One day of the installation's time zone.
         */
        DayView: {
            /** Format: date */
            day: string;
            messages: number;
            sessions: number;
        };
        /**
         * Done
         * @description There is nothing to say.
         * @example {}
         */
        Done: Record<string, never>;
        /**
         * FieldProblem
         * @description What is wrong with one field; clients translate the `code`.
         */
        FieldProblem: {
            code: string;
            field: string;
            message: string;
        };
        /**
         * FirstAdmin
         * @description `token` is the end of the link that the server printed.
         * @example {
         *       "token": "the end of the link",
         *       "name": "Ana",
         *       "email": "ana@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        FirstAdmin: {
            /** @description At most 254 characters, one @, a dot in the domain. */
            email: string;
            /** @description 1 to 100 characters on one line. */
            name: string;
            /** @description 12 to 256 characters. */
            password: string;
            token: string;
        };
        /**
         * GuestSession
         * @description A chat after a change.
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "closed_by": null,
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
         * @description It runs.
         * @example {
         *       "status": "ok"
         *     }
         */
        Health: {
            /** @constant */
            status: "ok";
        };
        /**
         * LimitsView
         * @description Lengths in code points.
         */
        LimitsView: {
            email_length: number;
            message_length: number;
            name_length: number;
            page_size: number;
        };
        /**
         * MaybeSession
         * @description The chat that the credential opens, if it opens one.
         * @example {
         *       "session": null
         *     }
         */
        MaybeSession: {
            session: components["schemas"]["SessionView"] | null;
        };
        /**
         * MessagePage
         * @description Part of a conversation, ascending by `seq`; when `epoch` has changed, start over.
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
         *         "closed_by": null,
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
        /**
         * MessageView
         * @description One entry of a conversation; a client counts the `seq` of a `kind` it does not know, and shows nothing.
         */
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
         * @description The same `id` again gives back what is stored; `session_id` must be the credential's own.
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
            /** @description Made by the sender, and repeated when in doubt; without it one of ours. */
            id?: string | null;
            /** @description 1 to 4,000 characters, counted as code points. */
            message: string;
            session_id?: string | null;
        };
        /**
         * Nothing
         * @description An empty object, or no body at all.
         * @example {}
         */
        Nothing: Record<string, never>;
        /**
         * PreparedSecondFactor
         * @description The key to type into an authenticator app; the same as a link that opens one, and that as a picture for its camera.
         * @example {
         *       "key": "OCY7 OYRJ RN26 KTAD HJMW G2SC EWVK QUTY",
         *       "link": "otpauth://totp/Toko%20Melati:ana%40example.com?secret=OCY7OYRJRN26KTADHJMWG2SCEWVKQUTY&issuer=Toko%20Melati",
         *       "picture": {
         *         "size": 45,
         *         "path": "M0 0h7v1h-7zM9 0h2v1h-2z"
         *       }
         *     }
         */
        PreparedSecondFactor: {
            key: string;
            link: string;
            picture: components["schemas"]["QrCode"];
        };
        /**
         * Problem
         * @description Why it was refused; clients translate the `code`.
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
         * QrCode
         * @description The dark squares of a QR code: the path of an SVG that is `size` wide and high, without a margin.
         */
        QrCode: {
            path: string;
            size: number;
        };
        /**
         * Readiness
         * @description It can store messages; `warning` says what does not work as well as it should.
         * @example {
         *       "status": "ready"
         *     }
         */
        Readiness: {
            /** @constant */
            status: "ready";
            warning?: string | null;
        };
        /**
         * ReadUpTo
         * @description Everything up to and with this place was on a screen.
         * @example {
         *       "up_to_seq": 12
         *     }
         */
        ReadUpTo: {
            up_to_seq: number;
        };
        /**
         * RealtimeView
         * @description For pusher-js; where host and ports are null, those of the server of widget.js are meant.
         */
        RealtimeView: {
            auth_endpoint: string;
            cluster: string;
            driver: string;
            force_tls: boolean;
            key: string;
            ws_host: string | null;
            ws_port: number | null;
            wss_port: number | null;
        };
        /**
         * RecoveryCodes
         * @description Each is good once, where a code of the app is asked for. They are told once.
         * @example {
         *       "recovery_codes": [
         *         "6jqe-3mwk-yd2p-x7fo",
         *         "q3tz-bn5c-lr4a-hs2u",
         *         "m7vd-gk6i-owxe-4jpf",
         *         "z2cy-7hra-ub5n-qt3l",
         *         "e6sw-dmf4-xo2g-kv7i",
         *         "p5bj-yn3u-ctq6-rhaz",
         *         "l4ew-2xgs-7vmo-dk5f",
         *         "u3iq-pz6t-bhy2-nacr",
         *         "x7fl-jo4d-w5se-gmvk",
         *         "c2ty-qu6h-3inp-bzra"
         *       ]
         *     }
         */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /**
         * SecondFactorView
         * @description Whether a sign-in asks for a code, and how many recovery codes have not been used.
         * @example {
         *       "on": true,
         *       "recovery_codes_left": 10
         *     }
         */
        SecondFactorView: {
            on: boolean;
            recovery_codes_left: number;
        };
        /**
         * Sent
         * @description The message as it is stored.
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
         * @description Newest activity first; `next_cursor` is null at the end.
         * @example {
         *       "sessions": [
         *         {
         *           "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *           "guest_name": "Sari",
         *           "status": "active",
         *           "closed_by": null,
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
        /**
         * SessionView
         * @description A chat as its guest sees it.
         */
        SessionView: {
            admin_last_read_seq: number;
            /** @enum {null|string} */
            closed_by: "guest" | "admin" | "system" | null;
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
         * @description Unsafe requests repeat `csrf_token` in the header `X-CSRF-Token`.
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
         * @description Who an admin says he is.
         * @example {
         *       "email": "ana@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        SignIn: {
            /** @description Of the authenticator app, or a recovery code, where it is asked for. */
            code?: string | null;
            /** @description At most 254 characters, one @, a dot in the domain. */
            email: string;
            password: string;
        };
        /**
         * Started
         * @description `token` is there when the chat has a new one; keep it, nobody can tell it again.
         * @example {
         *       "session": {
         *         "session_id": "5c1d3a52-7f0b-4c0e-8a43-2f6de1c9b7aa",
         *         "guest_name": "Sari",
         *         "status": "active",
         *         "closed_by": null,
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
         * @description How a visitor introduces himself; the same `request_id` again leaves no second chat behind.
         * @example {
         *       "guest_name": "Sari",
         *       "guest_email": "sari@example.com",
         *       "guest_phone": "0812 3456 7890",
         *       "locale": "id",
         *       "request_id": "0b9f8f0e-6a3c-4f57-9d0e-5a1f6c2b7d84"
         *     }
         */
        StartSession: {
            /** @description At most 254 characters, one @, a dot in the domain. */
            guest_email: string;
            /** @description 1 to 100 characters on one line. */
            guest_name: string;
            /** @description Kept in E.164 form; `08…` is a number of the default country. */
            guest_phone?: string | null;
            /** @description The language of the page, like `en` or `id`. */
            locale?: string | null;
            /** @description Anything that admins should see; at most 4 KiB. */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description Made by the sender, and repeated when in doubt. */
            request_id?: string | null;
            /** @description One of `topics` in `config`, where there are any. */
            topic?: string | null;
        };
        /**
         * StatisticsView
         * @description At most 10 s old; every one of the days asked for is there.
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
        /**
         * TeamView
         * @description Who answers; an empty greeting stands for one in the visitor's language.
         */
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
