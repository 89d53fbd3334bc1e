import Desk
import DeskAPI

extension CallBody {
    init(_ logged: LoggedCall) {
        let call = logged.call
        self.init(
            id: call.id.description,
            callID: call.externalID,
            source: call.source.rawValue,
            direction: call.direction.rawValue,
            from: call.from,
            to: call.to,
            state: call.state.rawValue,
            outcome: call.outcome?.rawValue,
            cause: call.cause,
            clerk: call.clerk,
            ticket: call.ticket?.rawValue,
            destination: call.destination,
            startedAt: Timestamp(call.startedAt),
            answeredAt: call.answeredAt.map(Timestamp.init),
            endedAt: call.endedAt.map(Timestamp.init),
            caller: CallerBody(logged.caller)
        )
    }
}

extension CallerBody {
    init(_ caller: Caller) {
        self.init(
            name: caller.name,
            openTickets: caller.tickets.map { ticket in
                TicketLineBody(
                    number: ticket.number.rawValue,
                    subject: IdentityNumbers.masked(in: ticket.subject),
                    state: ticket.state.rawValue
                )
            },
            articles: caller.articles
        )
    }
}

extension DutyBody {
    init(_ duty: Duty) {
        self.init(
            staff: duty.staff,
            name: duty.name,
            telephone: duty.telephone,
            since: Timestamp(duty.since)
        )
    }
}

extension CallBackBody {
    init(_ owed: OwedCall) {
        let callBack = owed.callBack
        self.init(
            id: callBack.id.description,
            number: callBack.number,
            reason: callBack.reason.rawValue,
            call: callBack.call?.description,
            ticket: callBack.ticket?.rawValue,
            createdAt: Timestamp(callBack.createdAt),
            notBefore: callBack.notBefore.map(Timestamp.init),
            doneAt: callBack.doneAt.map(Timestamp.init),
            doneBy: callBack.doneBy,
            caller: CallerBody(owed.caller)
        )
    }
}
