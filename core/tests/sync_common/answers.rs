//! How the hub answers a sync: what it takes, keeps aside and gives down.

use super::*;

impl Hub {
    pub(super) fn sync(&mut self, bytes: &[u8], network: bool) -> Vec<u8> {
        let request = Request::read(bytes).unwrap();
        let (head, hash) = (request.head, RequestHash::of(bytes));
        let answer = self.answer(&request, head, network);
        self.signed(head.counter, &answer, hash)
    }

    fn answer(&mut self, request: &Request, head: RequestHead, network: bool) -> Answer<SyncResponse> {
        let id = head.device.unwrap();
        let Some(device) = self.devices.get(&id).cloned() else {
            return refusal(ErrorCode::UnknownDevice, None);
        };
        let body: SyncRequest = match request.open(&device.sign) {
            Ok(body) => body,
            Err(error) => return refusal(error.code(), None),
        };
        if network && head.counter <= device.counter {
            return refusal(ErrorCode::Replayed, Some(device.counter));
        }
        let held = self.devices.get_mut(&id).unwrap();
        held.counter = held.counter.max(head.counter);
        let facts = body.facts().unwrap();
        assert!(body.is_complete(&facts), "ranges and facts fit");
        let mut response = SyncResponse { hub_ms: self.now, ..SyncResponse::default() };
        self.take(id, &device, &body, facts, &mut response);
        let device = self.devices[&id].clone();
        let stranger = head.epoch != self.epoch || streams_tag(&device.streams) != body.streams;
        let named: BTreeSet<StreamId> = body.sent.iter().map(|s| s.stream).collect();
        for (stream, upto) in device.streams.iter().filter(|(s, _)| stranger || named.contains(s)) {
            response.acks.push(Ack { stream: *stream, upto: *upto });
            let aside = self.aside.iter().filter(|(fact, _)| fact.stream == *stream);
            response.quarantined.extend(aside.map(|(fact, (reason, _))| Quarantined {
                fact: *fact,
                reason: *reason,
                advice: reason.advice(),
            }));
        }
        if device.revoked {
            response.revoked = true;
            response.cursor = body.cursor;
            return Answer::Done(response);
        }
        self.down(id, &device, &body, head.epoch, &mut response);
        if device.grant.tag() != body.grant {
            response.grant = Some(device.grant.clone());
        }
        if packs_tag(self.packs.iter().map(|p| p.address)) != body.packs {
            response.packs = Some(self.packs.clone());
        }
        response.campaign = self.campaign;
        Answer::Done(response)
    }

    fn take(
        &mut self,
        id: DeviceId,
        device: &Device,
        body: &SyncRequest,
        facts: Vec<Fact>,
        response: &mut SyncResponse,
    ) {
        let mut by_id: BTreeMap<FactId, Fact> = facts.into_iter().map(|f| (f.id(), f)).collect();
        for Sent { stream, from, to, announced } in body.sent.clone() {
            if let Some(announced) = announced {
                announced.check(SAKTI, id, stream, &device.sign).unwrap();
                self.unannounced.remove(&stream);
            }
            let known = device.streams.contains_key(&stream);
            if announced.is_none() && !known || self.unannounced.contains(&stream) {
                response.unannounced.push(stream);
                continue;
            }
            let mut upto = device.streams.get(&stream).copied().unwrap_or(0);
            if from > upto + 1 {
                continue;
            }
            for seq in upto + 1..=to {
                let fact = by_id.remove(&FactId { stream, seq });
                self.take_one(id, device, FactId { stream, seq }, fact, response);
                upto = seq;
            }
            self.devices.get_mut(&id).unwrap().streams.insert(stream, upto);
        }
    }

    fn take_one(
        &mut self,
        owner: DeviceId,
        device: &Device,
        id: FactId,
        fact: Option<Fact>,
        response: &mut SyncResponse,
    ) {
        let granted = |fact: &Fact| device.grant.areas.iter().any(|a| a.area == fact.header.area);
        let reason = match &fact {
            None => Some(QuarantineReason::TooBig),
            Some(_) if device.revoked => Some(QuarantineReason::Revoked),
            Some(_) if self.refuse.contains(&id) => Some(QuarantineReason::FoldFailed),
            Some(fact) if !granted(fact) => Some(QuarantineReason::ForeignArea),
            Some(_) => None,
        };
        match (reason, fact) {
            (Some(reason), fact) => {
                self.aside.insert(id, (reason, fact));
            }
            (None, Some(fact)) => {
                if self.flag.contains(&id) {
                    response.flagged.push(Flagged { fact: id, flag: ReviewKind::FutureDated });
                }
                self.number(fact, owner, false);
            }
            (None, None) => unreachable!(),
        }
    }

    fn down(
        &self,
        id: DeviceId,
        device: &Device,
        body: &SyncRequest,
        epoch: Epoch,
        response: &mut SyncResponse,
    ) {
        let lost = self.restored.iter().filter(|(began, _)| *began > epoch).map(|(_, at)| *at).min();
        let from = |cursor: Cursor| lost.map_or(cursor.0, |lost| cursor.0.min(lost));
        let granted: BTreeSet<AreaId> = device.grant.areas.iter().map(|a| a.area).collect();
        let filling: BTreeSet<AreaId> = body.fills.iter().map(|f| f.area).collect();
        let mut room = self.page;
        if body.most_bytes > 0 {
            room = room.min(usize::try_from(body.most_bytes).unwrap() / 200).max(1);
        }
        let mut facts: Vec<Fact> = Vec::new();
        response.cursor = Cursor(self.last.max(body.cursor.0.min(self.last)));
        for n in self.log.iter().filter(|n| n.number > from(body.cursor)) {
            let area = n.fact.header.area;
            let wanted = granted.contains(&area) && !filling.contains(&area);
            if wanted && (n.owner != id || n.released) {
                if room == 0 {
                    response.cursor = Cursor(n.number - 1);
                    response.more = true;
                    break;
                }
                facts.push(n.fact.clone());
                room -= 1;
            }
        }
        let mut whole: BTreeSet<AreaId> = granted.difference(&filling).copied().collect();
        for fill in body.fills.iter().filter(|f| granted.contains(&f.area)) {
            let mut filled = Filled { area: fill.area, upto: response.cursor, whole: true };
            let within = |n: &&Numbered| n.number > from(fill.after) && n.number <= response.cursor.0;
            for n in self.log.iter().filter(within).filter(|n| n.fact.header.area == fill.area) {
                if n.owner != id || n.released || fill.own {
                    if room == 0 {
                        (filled.upto, filled.whole) = (Cursor(n.number - 1), false);
                        response.more = true;
                        break;
                    }
                    facts.push(n.fact.clone());
                    room -= 1;
                }
            }
            if filled.whole {
                whole.insert(fill.area);
            }
            response.filled.push(filled);
        }
        response.batch = (!facts.is_empty()).then(|| {
            let (batch, taken) = write_batch(&facts);
            assert_eq!(taken, facts.len());
            batch.into()
        });
        if !response.more && !body.more {
            let sums = self.sums();
            let digests: Vec<SetDigest> =
                whole.iter().map(|a| sums.get(a).copied().unwrap_or_default().digest(*a)).collect();
            response.digest = Some(SetDigest::of_all(&digests));
            let heads: Vec<u8> = digests.iter().flat_map(SetDigest::head).collect();
            response.digests = Some(ByteVec::from(heads));
        }
    }
}

pub(super) fn refusal<B>(code: ErrorCode, number: Option<u64>) -> Answer<B> {
    Answer::Refused(ErrorBody { code, retry_ms: Some(10), number })
}
