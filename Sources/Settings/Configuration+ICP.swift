import Exchange

extension SiteSettings {
    /// A Huawei ICP: its Agent Gateway and, for talking groups, its uPortal.
    public struct ICP: Sendable, Equatable {
        /// What to do where the agent is signed in elsewhere already.
        public enum SignIn: String, CaseIterable, Sendable {
            /// The operator is asked before the other is thrown out.
            case ask
            /// The other is thrown out.
            case force
        }

        /// The uPortal with the dispatch service (CDS) behind it.
        public struct TalkingGroups: Sendable, Equatable {
            /// Scheme, host and port, perhaps with a path: `https://10.0.0.9:8443`.
            public var url: String
            /// The dispatcher's number.
            public var username: String
            public var password: Secret?
            /// The interface and port on which notifications are received; port 0 takes a free one.
            public var host: String
            public var port: Int
            /// The address the service is told; nil leaves it to the adapter.
            public var callbackURL: String?
            /// The longest that the floor is kept without a further key press.
            public var talkLimit: Duration

            public init(
                url: String, username: String, password: Secret? = nil, host: String = "127.0.0.1", port: Int = 0,
                callbackURL: String? = nil, talkLimit: Duration = .seconds(60)
            ) {
                self.url = url
                self.username = username
                self.password = password
                self.host = host
                self.port = port
                self.callbackURL = callbackURL
                self.talkLimit = talkLimit
            }
        }

        /// `https://host:8043/agentgateway/resource`
        public var gateway: String
        public var standby: String?
        /// The agent's work number.
        public var agent: String
        /// May be empty.
        public var password: Secret?
        /// The telephone bound to the agent.
        public var phone: String
        public var signIn: SignIn
        /// Pause between two looks at what only polling shows.
        public var pollInterval: Duration
        public var talkingGroups: TalkingGroups?

        public init(
            gateway: String, standby: String? = nil, agent: String, password: Secret? = nil, phone: String, signIn: SignIn = .ask,
            pollInterval: Duration = .seconds(2), talkingGroups: TalkingGroups? = nil
        ) {
            self.gateway = gateway
            self.standby = standby
            self.agent = agent
            self.password = password
            self.phone = phone
            self.signIn = signIn
            self.pollInterval = pollInterval
            self.talkingGroups = talkingGroups
        }

        /// Whether any of its addresses is `https://`.
        public var isEncrypted: Bool {
            [gateway, standby, talkingGroups?.url].contains { $0?.lowercased().hasPrefix("https:") ?? false }
        }
    }
}
