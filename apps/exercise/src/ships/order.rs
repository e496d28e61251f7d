//! What vessels are told to do, and how they do it.

use super::geo::{KNOT, Position, bearing, distance, moved, shifted, turn};
use super::vessel::{Lie, Particulars, Vessel};

/// One thing to do; the next begins when it is done. Times are seconds since the exercise began.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// Sail to a place at so many knots; stopping there if the next order is to stay.
    Sail(Position, f64),
    /// Lose way and lie until a time, with this navigational status.
    Stay(f64, u64),
    /// Go with wind and current until a time: course, knots, and heading less course.
    Drift(f64, f64, f64, f64),
    /// Stop within seconds, as by running aground.
    Halt,
    /// Stay so many metres behind another vessel until a time.
    Follow(usize, f64, f64),
    /// Begin where another vessel is now, so many metres off.
    AppearBeside(usize, f64),
    /// Switch the station off (`true`) or on.
    Silent(bool),
    /// Say something else than the truth from now on.
    Lie(Option<Lie>),
    /// Be heard, or no longer be heard, by a station far away.
    HeardAfar(bool),
    /// Give this navigational status.
    Status(u64),
    /// Say something else in static messages, at once.
    Become(Box<Particulars>),
    /// Leave the exercise.
    Leave,
}

/// Where a vessel is that others follow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leader {
    pub(crate) time: f64,
    pub(crate) position: Position,
    pub(crate) speed: f64,
    pub(crate) course: f64,
}

/// The longest step, in seconds.
const STEP: f64 = 10.0;

impl Vessel {
    /// Moves on to a time; `leader` says where another vessel is.
    pub(crate) fn advance(&mut self, until: f64, leader: impl Fn(usize) -> Leader) {
        while self.time < until && !self.gone {
            let seconds = (until - self.time).min(STEP);
            self.step(seconds, &leader);
            self.time += seconds;
        }
    }

    /// Where it is for those who follow.
    pub(crate) fn as_leader(&self) -> Leader {
        let Self { time, position, speed, course, .. } = *self;
        Leader { time, position, speed, course }
    }

    /// The vessels whose place its next orders need.
    pub(crate) fn whom_it_follows(&self) -> impl Iterator<Item = usize> {
        self.orders.iter().take(2).filter_map(|order| match order {
            Order::Follow(whom, ..) | Order::AppearBeside(whom, _) => Some(*whom),
            _ => None,
        })
    }

    fn step(&mut self, seconds: f64, leader: &impl Fn(usize) -> Leader) {
        while self.at_once(leader) {}
        let Some(order) = self.orders.front() else {
            return self.make_way(seconds, self.course, 0.0);
        };
        match *order {
            Order::Sail(to, speed) => self.sail(seconds, to, speed),
            Order::Stay(until, status) => {
                self.status = status;
                self.make_way(seconds, self.course, 0.0);
                self.end_at(until);
            }
            Order::Drift(until, course, speed, leeway) => {
                self.leeway = leeway;
                self.make_way(seconds, course, speed);
                self.end_at(until);
            }
            Order::Follow(whom, metres, until) => {
                self.follow(leader(whom), seconds, metres);
                self.end_at(until);
            }
            _ => {}
        }
    }

    fn end_at(&mut self, until: f64) {
        if self.time >= until {
            self.orders.pop_front();
        }
    }

    /// Does an order that takes no time; `false` if the next one does.
    fn at_once(&mut self, leader: &impl Fn(usize) -> Leader) -> bool {
        if self.orders.is_empty() {
            let orders = self.habit.next(&mut self.random, self.position, self.time);
            self.orders.extend(orders);
        }
        match self.orders.front() {
            None
            | Some(Order::Sail(..) | Order::Stay(..) | Order::Drift(..) | Order::Follow(..)) => {
                return false;
            }
            Some(Order::Halt) => self.speed = 0.2,
            Some(Order::AppearBeside(whom, metres)) => {
                let beside = leader(*whom);
                self.position = moved(beside.position, beside.course + 90.0, *metres);
                self.course = beside.course;
            }
            Some(Order::Silent(silent)) => self.silent = *silent,
            Some(Order::Lie(lie)) => self.lie = *lie,
            Some(Order::HeardAfar(heard_afar)) => self.heard_afar = *heard_afar,
            Some(Order::Status(status)) => self.status = *status,
            Some(Order::Become(particulars)) => {
                self.particulars = (**particulars).clone();
                self.next_particulars = self.time;
            }
            Some(Order::Leave) => self.gone = true,
        }
        self.orders.pop_front();
        true
    }

    fn sail(&mut self, seconds: f64, to: Position, speed: f64) {
        self.leeway = 0.0;
        let metres = distance(self.position, to);
        if metres < (self.speed * KNOT * seconds).max(40.0) {
            self.orders.pop_front();
            return;
        }
        let stops = matches!(self.orders.get(1), Some(Order::Stay(..) | Order::Drift(..)));
        // Half the power to stop that there is, so that way is lost gently.
        let gentle = (self.sort.acceleration() * KNOT * metres).sqrt() / KNOT;
        let wanted = if stops { speed.min(gentle.max(1.0)) } else { speed };
        self.make_way(seconds, bearing(self.position, to), wanted);
    }

    /// Turns towards a course and gains or loses speed, as fast as the vessel can, and moves.
    fn make_way(&mut self, seconds: f64, course: f64, speed: f64) {
        let most = self.sort.turning() * seconds;
        let turned = turn(self.course, course).clamp(-most, most);
        self.course = (self.course + turned).rem_euclid(360.0);
        let most = self.sort.acceleration() * seconds;
        self.speed += (speed - self.speed).clamp(-most, most);
        self.position = moved(self.position, self.course, self.speed * KNOT * seconds);
    }

    fn follow(&mut self, leader: Leader, seconds: f64, metres: f64) {
        let ahead = (self.time + seconds - leader.time).max(0.0) * leader.speed * KNOT;
        let wobble = f64::from(self.random.between(-10, 10));
        let behind = moved(leader.position, leader.course, ahead - metres);
        self.position = shifted(behind, wobble, -wobble);
        (self.course, self.speed, self.leeway) = (leader.course, leader.speed, 0.0);
    }
}
