import Desk
import DeskAPI

extension OpenSessionBody {
    init(_ kept: KeptSession, isCurrent: Bool) {
        let session = kept.session
        self.init(
            id: kept.id,
            createdAt: Timestamp(session.createdAt),
            usedAt: Timestamp(session.usedAt),
            expiresAt: Timestamp(session.expiresAt),
            address: session.address,
            current: isCurrent
        )
    }
}

extension TokenBody {
    init(_ token: ServiceToken) {
        self.init(
            id: token.id.description,
            name: token.name,
            scopes: token.scopes.map(\.rawValue).sorted(),
            queues: token.queues,
            createdBy: token.createdBy,
            createdAt: Timestamp(token.createdAt),
            expiresAt: Timestamp(token.expiresAt),
            usedAt: token.usedAt.map(Timestamp.init),
            revokedAt: token.revokedAt.map(Timestamp.init)
        )
    }
}

extension ChangeRecordBody {
    init(_ entry: ChangeEntry) {
        let record = entry.record
        self.init(
            id: entry.id,
            at: Timestamp(record.at),
            staff: record.staff,
            act: record.act.rawValue,
            subject: record.subject,
            details: record.details
        )
    }
}

extension AccessRecordBody {
    init(_ entry: AccessEntry) {
        let record = entry.record
        self.init(
            id: entry.id,
            at: Timestamp(record.at),
            staff: record.staff,
            address: record.origin.address,
            means: record.means.rawValue,
            outcome: record.outcome.rawValue,
            actor: record.actor,
            times: record.times > 1 ? record.times : nil
        )
    }
}
