import Desk
import DeskTesting
import Foundation
import KnowledgeBase
import Logging
import NIOPosix
import PrometheusMetrics
import Storage
import Testing

@testable import HelpdeskDaemon

@Suite("The learner")
struct LearnerTests {
    private static let question = "grannens padda vägrar"

    private func withLearner(
        on kind: StoreKind = .sqlite,
        isEnabled: Bool = true,
        _ body: @Sendable (TestDesk, Learner, MetricRegistry) async throws -> Void
    ) async throws {
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        let metrics = MetricRegistry(MetricCatalogue.all)
        try await withDesk(on: kind) { house in
            let learner = Learner(
                store: house.store,
                library: house.library,
                signal: house.desk.learning,
                settings: LearnerSettings(settleTime: .zero, lookInterval: .seconds(3_600)),
                isEnabled: isEnabled,
                thread: thread,
                meters: LearningMeters(metrics),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await body(house, learner, metrics)
        }
        try await thread.shutdownGracefully()
    }

    private func resolve(
        _ house: TestDesk,
        _ question: String = question,
        as outcome: TicketOutcome = .answered,
        with article: String? = "losenord"
    ) async throws {
        let draft = TicketDraft(subject: "Fråga", body: question, channel: .phone)
        guard case .fresh(let ticket) = try await house.desk.open(draft, as: .ada) else {
            throw DeskError.notFound
        }
        _ = try await house.desk.resolve(
            ticket.number,
            at: ticket.revision,
            as: outcome,
            article: article,
            by: .ada
        )
    }

    private func best(_ house: TestDesk) -> String? {
        house.desk.match(Self.question, language: "sv", limit: 1).matches.first?.article
    }

    @Test("puts in force what tickets taught, and takes it back", arguments: StoreKind.available)
    func learns(on kind: StoreKind) async throws {
        try await withLearner(on: kind) { house, learner, metrics in
            #expect(best(house) != "losenord")
            try await resolve(house)
            let mark = await learner.learn(unless: nil)
            #expect(mark?.count == 1)
            #expect(best(house) == "losenord")
            let page = try MetricsText(metrics.text())
            #expect(page.value("helpdesk_evidence", ["verdict": "answered"]) == 1)
            #expect(page.value("helpdesk_calibration_own", [:]) == 0)
            // As a command of the operator does it, of which the desk hears nothing.
            _ = try await house.store.write { transaction throws(DeskError) in
                try transaction.removeEvidence(about: "losenord")
            }
            let empty = await learner.learn(unless: mark)
            #expect(empty?.count == 0)
            #expect(best(house) != "losenord")
        }
    }

    @Test("reads the evidence only when it stands elsewhere than before")
    func unchanged() async throws {
        try await withLearner { house, learner, metrics in
            try await resolve(house)
            let mark = await learner.learn(unless: nil)
            #expect(await learner.learn(unless: mark) == mark)
            let count = try MetricsText(metrics.text())
                .value("helpdesk_learning_seconds_count", [:])
            #expect(count == 1)
        }
    }

    @Test("fits the confidence to the desk's own outcomes once there are enough")
    func calibration() async throws {
        try await withLearner { house, learner, metrics in
            let own = { try MetricsText(metrics.text()).value("helpdesk_calibration_own", [:]) }
            let unanswered = 50
            for number in 0..<unanswered {
                try await resolve(house, "vad kostar lov \(number)", as: .handedOff, with: nil)
            }
            for number in unanswered..<(Calibration.outcomesMin - 1) {
                try await resolve(house, "jag har glömt mitt lösenord igen \(number)")
            }
            await learner.learn(unless: nil)
            #expect(try own() == 0)
            try await resolve(house, "jag har glömt mitt lösenord en gång till")
            await learner.learn(unless: nil)
            #expect(try own() == 1)
            #expect(house.desk.knowledgeBase.calibration != .standard)
            // The other articles are taught the same after a reload.
            house.library.replace(with: KnowledgeBase(sources: TestArticles.sources))
            #expect(house.desk.knowledgeBase.calibration != .standard)
        }
    }

    @Test("learns nothing where the desk does not learn")
    func disabled() async throws {
        try await withLearner(isEnabled: false) { house, learner, _ in
            try await resolve(house)
            #expect(await learner.learn(unless: nil) == nil)
            #expect(best(house) != "losenord")
        }
    }

    @Test("keeps what it knows, and says so, while the store is away")
    func outage() async throws {
        try await withLearner { house, learner, metrics in
            try await resolve(house)
            let mark = await learner.learn(unless: nil)
            try await house.store.close()
            #expect(await learner.learn(unless: mark) == mark)
            #expect(best(house) == "losenord")
            let failures = try MetricsText(metrics.text())
                .value("helpdesk_learning_failures_total", [:])
            #expect(failures == 1)
        }
    }
}
