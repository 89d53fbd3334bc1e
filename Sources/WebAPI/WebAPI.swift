public import Desk
public import DeskAPI
public import Foundation
import HTTPTypes
public import Hummingbird
public import Logging
public import Metrics

/// The HTTP door: every route, and nothing but decoding, one call to the desk, and encoding.
public struct WebAPI: Sendable {
    let desk: Desk
    private let checks: [HealthCheck]
    private let healthInSwedish: Translation
    private let metrics: any MetricsFactory
    private let metricsPage: MetricsPage?
    let logger: Logger
    private let requestsMax: Int
    let keeper: Doorkeeper
    let feed: EventFeed
    private let isSecure: Bool
    private let now: @Sendable () -> Date

    /// Serves `desk`; `GET /readyz` looks at `checks`, `GET /metrics` shows `metricsPage`.
    ///
    /// - Parameters:
    ///   - desk: whose work it is.
    ///   - checks: what must be well for the desk to serve.
    ///   - healthInSwedish: the words of the checks' findings.
    ///   - metrics: is told of every request.
    ///   - metricsPage: what `GET /metrics` shows; nil when there is no such page.
    ///   - logger: never gets a citizen's words.
    ///   - requestsMax: requests worked on at a time, 1...; more are answered 503.
    ///   - requestsPerPersonMax: those of one person, 1...; more are answered 429.
    ///   - requestsPerMinuteMax: those of one person within a minute, 1...; more are answered 429.
    ///   - proxies: who is believed to say for whom it speaks.
    ///   - feed: wakes those who listen to events.
    ///   - isSecure: true where the door itself speaks TLS.
    ///   - now: the clock.
    public init(
        desk: Desk,
        checks: [HealthCheck],
        healthInSwedish: Translation = Translation([]),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        metricsPage: MetricsPage? = nil,
        logger: Logger,
        requestsMax: Int = 512,
        requestsPerPersonMax: Int = 128,
        requestsPerMinuteMax: Int = 6_000,
        proxies: TrustedProxies = TrustedProxies(),
        feed: EventFeed = EventFeed(),
        isSecure: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.desk = desk
        self.checks = checks
        self.healthInSwedish = healthInSwedish
        self.metrics = metrics
        self.metricsPage = metricsPage
        self.logger = logger
        self.requestsMax = requestsMax
        self.isSecure = isSecure
        keeper = Doorkeeper(
            shares: PersonalShares(requestsMax: requestsPerPersonMax),
            rates: PersonalRates(requestsMax: requestsPerMinuteMax),
            proxies: proxies
        )
        self.feed = feed
        self.now = now
    }

    /// The routes of the contract.
    public func router() -> Router<DeskRequestContext> {
        let table = routes()
        let router = Router(
            context: DeskRequestContext.self,
            options: [.autoGenerateHeadEndpoints]
        )
        router.add(middleware: MeasuredAnswers(paths: table.paths, metrics: metrics))
        router.add(middleware: ProblemAnswers(logger: logger, isSecure: isSecure))
        router.add(middleware: WorkloadGuard(workload: Workload(requestsMax: requestsMax)))
        table.register(on: router)
        return router
    }

    /// The same as a table, which tests walk.
    func routes() -> RouteTable {
        var table = RouteTable()
        addPublic(to: &table)
        addTickets(to: &table)
        addKnowledge(to: &table)
        addLearning(to: &table)
        addHandoffs(to: &table)
        addCalls(to: &table)
        addQuarantine(to: &table)
        addRecords(to: &table)
        addAccess(to: &table)
        addCooperation(to: &table, now)
        addLetters(to: &table)
        addOpen311(to: &table, now)
        addEvents(to: &table, now)
        addReports(to: &table)
        addIncidents(to: &table, now)
        addWebhooks(to: &table)
        return table
    }

    private func addPublic(to table: inout RouteTable) {
        let health = HealthRoutes(checks: checks, swedish: healthInSwedish)
        let sessions = SessionRoutes(desk: desk, proxies: keeper.proxies, logger: logger)
        let local = LoopbackGuard(desk: desk, keeper: keeper)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/healthz", guardedBy: local, health.alive)
        table.add(.get, "/readyz", guardedBy: local, health.ready)
        table.add(.get, "/openapi.json", guardedBy: local, DescriptionRoute.show)
        if let page = metricsPage {
            let guardian = page.audience == .anyone ? nil : local
            table.add(.get, "/metrics", guardedBy: guardian, page.show)
        }
        table.add(.post, "/v1/sessions", guardedBy: nil, sessions.signIn)
        table.add(.get, "/v1/session", guardedBy: guardian, sessions.show)
        table.add(.delete, "/v1/session", guardedBy: guardian, sessions.signOut)
    }

    private func addAccess(to table: inout RouteTable) {
        let access = AccessRoutes(desk: desk, proxies: keeper.proxies)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/sessions", guardedBy: guardian, access.sessions)
        table.add(.delete, "/v1/sessions", guardedBy: guardian, access.endOthers)
        table.add(.delete, "/v1/sessions/:id", guardedBy: guardian, access.endSession)
        table.add(.post, "/v1/tokens", guardedBy: guardian, access.createToken)
        table.add(.get, "/v1/tokens", guardedBy: guardian, access.tokens)
        table.add(.delete, "/v1/tokens/:id", guardedBy: guardian, access.revokeToken)
        table.add(.get, "/v1/access-records", guardedBy: guardian, access.records)
        table.add(.get, "/v1/change-records", guardedBy: guardian, access.changes)
    }

    private func addTickets(to table: inout RouteTable) {
        let tickets = TicketRoutes(desk: desk, now: now)
        let messages = MessageRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let one = "/v1/tickets/:number"
        table.add(.post, "/v1/tickets", guardedBy: guardian, tickets.open)
        table.add(.get, "/v1/tickets", guardedBy: guardian, tickets.list)
        table.add(.get, one, guardedBy: guardian, tickets.show)
        table.add(.patch, one, guardedBy: guardian, tickets.change)
        table.add(.put, "\(one)/assignment", guardedBy: guardian, tickets.assign)
        table.add(.delete, "\(one)/assignment", guardedBy: guardian, tickets.unassign)
        table.add(.put, "\(one)/unit", guardedBy: guardian, tickets.give)
        table.add(.delete, "\(one)/unit", guardedBy: guardian, tickets.takeBack)
        table.add(.put, "\(one)/resolution", guardedBy: guardian, tickets.resolve)
        table.add(.delete, "\(one)/resolution", guardedBy: guardian, tickets.reopen)
        table.add(.get, "\(one)/messages", guardedBy: guardian, messages.list)
        table.add(.post, "\(one)/messages", guardedBy: guardian, messages.write)
        table.add(.get, "\(one)/draft", guardedBy: guardian, messages.draft)
        table.add(.get, "\(one)/history", guardedBy: guardian, messages.history)
        table.add(.get, "\(one)/messages/:id/html", guardedBy: guardian, messages.page)
        table.add(.get, "/v1/attachments/:id", guardedBy: guardian, messages.download)
    }

    private func addKnowledge(to table: inout RouteTable) {
        let knowledge = KnowledgeRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.post, "/v1/matches", guardedBy: guardian, knowledge.match)
        table.add(.get, "/v1/articles", guardedBy: guardian, knowledge.list)
        table.add(.get, "/v1/articles/:article", guardedBy: guardian, knowledge.show)
        table.add(
            .get,
            "/v1/tickets/:number/suggestions",
            guardedBy: guardian,
            knowledge.suggestions
        )
    }

    private func addLearning(to table: inout RouteTable) {
        let learning = LearningRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        let verdict = "/v1/tickets/:number/suggestions/:article/verdict"
        table.add(.get, verdict, guardedBy: guardian, learning.verdict)
        table.add(.put, verdict, guardedBy: guardian, learning.judge)
        table.add(.delete, verdict, guardedBy: guardian, learning.unjudge)
        let evidence = "/v1/articles/:article/evidence"
        table.add(.get, evidence, guardedBy: guardian, learning.evidence)
        table.add(.delete, evidence, guardedBy: guardian, learning.forget)
    }

    private func addCalls(to table: inout RouteTable) {
        let calls = CallRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/calls", guardedBy: guardian, calls.list)
        table.add(.post, "/v1/calls/events", guardedBy: guardian, calls.take)
        table.add(.get, "/v1/calls/:name", guardedBy: guardian, calls.show)
        table.add(.put, "/v1/calls/:name/ticket", guardedBy: guardian, calls.file)
        table.add(.get, "/v1/duty", guardedBy: guardian, calls.duty)
        table.add(.put, "/v1/duty", guardedBy: guardian, calls.goOnDuty)
        table.add(.delete, "/v1/duty", guardedBy: guardian, calls.goOffDuty)
        table.add(.delete, "/v1/duty/:name", guardedBy: guardian, calls.sendOffDuty)
        table.add(.get, "/v1/callbacks", guardedBy: guardian, calls.owed)
        table.add(.put, "/v1/callbacks/:id/completion", guardedBy: guardian, calls.settle)
        table.add(.put, "/v1/tickets/:number/callback", guardedBy: guardian, calls.owe)
    }

    private func addLetters(to table: inout RouteTable) {
        let brake = BrakeRoutes(desk: desk)
        let links = LinkRoutes(
            desk: desk,
            proxies: keeper.proxies,
            misses: PersonalRates(requestsMax: LinkRoutes.missesPerMinuteMax),
            answers: PersonalRates(requestsMax: LinkRoutes.answersPerMinuteMax),
            logger: logger
        )
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/mail/brake", guardedBy: guardian, brake.show)
        table.add(.put, "/v1/mail/brake", guardedBy: guardian, brake.pull)
        table.add(.delete, "/v1/mail/brake", guardedBy: guardian, brake.release)
        table.add(.get, "/l/:token", guardedBy: nil, links.show)
        table.add(.post, "/l/:token", guardedBy: nil, links.follow)
        table.add(.get, "/l/articles/:article", guardedBy: nil, links.article)
        // Programs of mail cut links where a line ends.
        table.add(.get, "/l/", guardedBy: nil, links.show)
        table.add(.get, "/l/articles/", guardedBy: nil, links.article)
    }

    private func addQuarantine(to table: inout RouteTable) {
        let quarantine = QuarantineRoutes(desk: desk, now: now)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/quarantine", guardedBy: guardian, quarantine.list)
        table.add(.get, "/v1/quarantine/:id", guardedBy: guardian, quarantine.show)
        table.add(.delete, "/v1/quarantine/:id", guardedBy: guardian, quarantine.discard)
        table.add(.put, "/v1/quarantine/:id/release", guardedBy: guardian, quarantine.release)
    }

    private func addHandoffs(to table: inout RouteTable) {
        let handoffs = HandoffRoutes(desk: desk)
        let guardian = SessionGuard(desk: desk, keeper: keeper)
        table.add(.get, "/v1/destinations", guardedBy: guardian, handoffs.destinations)
        table.add(.post, "/v1/tickets/:number/handoffs", guardedBy: guardian, handoffs.handOff)
        table.add(.get, "/v1/tickets/:number/handoffs", guardedBy: guardian, handoffs.list)
        table.add(.get, "/v1/handoffs", guardedBy: guardian, handoffs.listAll)
        table.add(.get, "/v1/handoffs/:id", guardedBy: guardian, handoffs.show)
        table.add(.put, "/v1/handoffs/:id/outcome", guardedBy: guardian, handoffs.end)
    }
}
