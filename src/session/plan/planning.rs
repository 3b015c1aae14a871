//! A plan with its history.

use super::Plan;
use crate::train::TaskSettings;

/// A plan, and those before and after it.
#[derive(Debug)]
pub struct Planning {
    plan: Plan,
    past: Vec<Plan>,
    future: Vec<Plan>,
}

impl Default for Planning {
    fn default() -> Self {
        let first = TaskSettings::all().remove(0);
        Self {
            plan: Plan::new(first),
            past: Vec::new(),
            future: Vec::new(),
        }
    }
}

impl Planning {
    /// Steps that can be undone.
    const DEPTH: usize = 200;

    /// What is planned now.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Changes it, as a step that can be undone if anything has changed.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Plan) -> T) -> T {
        let before = self.plan.clone();
        let done = change(&mut self.plan);
        if self.plan != before {
            self.past.push(before);
            if self.past.len() > Self::DEPTH {
                self.past.remove(0);
            }
            self.future.clear();
        }
        done
    }

    /// What it is to be called, letter by letter, which is no step of its own.
    pub fn name(&mut self) -> &mut String {
        &mut self.plan.name
    }

    /// The name of a domain, letter by letter, which is no step of its own either.
    pub fn domain_name(&mut self, label: usize) -> Option<&mut String> {
        let domain = self.plan.settings.task.domains_mut()?.get_mut(label)?;
        Some(&mut domain.name)
    }

    /// Whether there is something to undo, and to redo.
    pub fn can_undo(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// Goes one step back.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.plan, before));
        }
    }

    /// Goes one step forward again.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.plan, after));
        }
    }
}
