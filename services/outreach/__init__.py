"""Outreach: 一 政策宣传宣讲 and 二 集中走访慰问."""
