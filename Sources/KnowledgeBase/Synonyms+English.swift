extension Synonyms {
    /// English: words of a line may stand for one another.
    static let english = stems(
        "en",
        """
        buy purchase order
        delivery shipping shipment
        deliver ship
        receive arrive
        late delayed delay
        refund reimbursement
        broken damaged faulty defective
        fake counterfeit
        genuine original authentic real
        phone mobile telephone cellphone
        email mail
        change modify edit update
        delete remove erase
        password passcode pin
        account profile
        app application
        website site webpage
        fix repair solve
        error problem issue bug
        help support assist assistance
        picture photo image
        file document attachment
        fee charge cost price
        pay payment
        money cash funds
        verify confirm
        lost missing
        place location
        job work
        begin start
        stop end
        wrong incorrect
        fast quick
        computer pc laptop
        browser chrome firefox
        login signin
        message text
        shop store
        find locate
        doctor physician
        medicine drug
        mother mum mom
        father dad
        child kid
        husband wife spouse partner
        friend mate
        boss employer manager
        employee staff worker
        pain ache
        ill sick illness
        cure treat treatment
        worried anxious nervous
        eat food meal
        restaurant cafe
        salary wage income
        debt loan
        fine penalty
        home house apartment flat
        rent lease
        rubbish trash garbage waste
        recycle recycling
        car vehicle
        street road
        holiday vacation
        wait queue
        open opening
        school class
        teacher tutor
        study learn course
        unemployed jobless
        print printer
        click press tap
        internet network connection wifi
        install installation setup
        download save
        call telephone contact
        letter post
        answer reply respond
        complain complaint
        report notify
        information info detail
        certificate proof
        permit licence license permission
        appeal dispute
        law rule regulation
        allow permit let
        forbid ban prohibit
        contract agreement
        sign signature
        theft steal stolen
        fraud scam
        event party
        train exercise workout gym
        cancel terminate abort
        close shut
        disable deactivate
        enable activate
        block lock
        add insert
        copy duplicate
        show display view
        hide conceal
        search find look
        create make
        choose select pick
        send transmit forward
        reset restore
        transfer move
        transaction payment
        top-up topup
        decline reject refuse deny
        accept approve
        limit maximum restriction
        exchange swap convert
        currency money
        withdraw withdrawal
        balance funds
        card debit
        charge deduct
        return refund
        exchange replace replacement
        product item
        available stock
        discount offer coupon
        track trace
        time duration
        long duration
        benefit advantage
        effect result
        use usage
        safe secure
        danger risk
        reason cause
        difference differ
        old age
        stop prevent
        increase raise
        reduce decrease
        automatically automatic
        list table
        folder directory
        spreadsheet sheet
        blog post
        user member
        invite invitation
        sync synchronize
        backup export
        share sharing
        label tag
        contact address
        notification alert
        setting preference option configure
        """
    )
}
